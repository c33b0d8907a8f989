// Mails that want to hurt, made and not kept: each by its name.
#pragma once

#include <string>
#include <vector>

namespace citacal::hostile {

struct Hostile {
  std::string name;
  std::string mail;
};

inline std::string repeated(const std::string& text, std::size_t times) {
  const auto size = text.size() * times;
  std::string out = text;
  while (out.size() < size) out += out;  // in few steps: tests are not optimised
  out.resize(size);
  return out;
}

inline std::string mail(const std::string& header, const std::string& body) {
  return "From: ana.torres@redes.example\r\nTo: citas@instituto.example\r\n" + header + "\r\n" +
         body;
}

// Multiparts in multiparts, each with its own boundary or all with the same.
inline std::string nested_multiparts(std::size_t depth, bool same_boundary) {
  std::string body, inner;
  for (std::size_t i = 0; i < depth; ++i) {
    const auto outer = same_boundary ? "b" : "b" + std::to_string(i);
    inner = same_boundary ? "b" : "b" + std::to_string(i + 1);
    body += "--" + outer + "\r\nContent-Type: multipart/mixed; boundary=" + inner + "\r\n\r\n";
  }
  return mail(
      "Content-Type: multipart/mixed; boundary=b" + std::string(same_boundary ? "" : "0") + "\r\n",
      body + "--" + inner + "\r\nContent-Type: text/calendar\r\n\r\nx\r\n");
}

inline std::string parts(std::size_t count, const std::string& part) {
  return mail("Content-Type: multipart/mixed; boundary=b\r\n",
              repeated("--b\r\n" + part, count) + "--b--\r\n");
}

inline std::vector<Hostile> headers() {
  std::string many, split = "Content-Type: text/calendar";
  for (int i = 0; i < 2'000; ++i) many += "X-" + std::to_string(i) + ": a\r\n";
  for (int i = 0; i < 2'000; ++i) split += ";\r\n name*" + std::to_string(i) + "=x";
  return {
      {"64,000 groups in To", mail("To: " + repeated("a:", 64'000) + ";\r\n", "x")},
      {"15,000 groups in To", mail("To: " + repeated("a:", 15'000) + ";\r\n", "x")},
      {"15,000 commas and signs in To", mail("To: " + repeated("a@,", 10'000) + "\r\n", "x")},
      {"15,000 open comments in Cc", mail("Cc: " + repeated("(", 15'000) + "\r\n", "x")},
      {"15,000 open brackets in Cc", mail("Cc: " + repeated("<", 15'000) + "\r\n", "x")},
      {"10,000 headers", mail(repeated("X-Some-Thing: a\r\n", 10'000), "x")},
      {"2,000 headers", mail(many, "x")},
      {"10,000 headers of three octets", mail(repeated("a:\n", 10'000), "x")},
      {"one line of 1 MB", repeated("x", 1'000'000)},
      {"a subject of 1 MB", mail("Subject: " + repeated("x", 1'000'000) + "\r\n", "x")},
      {"a subject of 2,000 encoded words",
       mail("Subject: " + repeated("=?utf-8?B?w7M=?= ", 1'700) + "\r\n", "x")},
      {"a subject of open encoded words",
       mail("Subject: " + repeated("=?a?q?", 5'000) + "\r\n", "x")},
      {"a content type in 2,000 pieces", mail(split + "\r\n", "x")},
      {"a content type of blanks and semicolons",
       mail("Content-Type: text/calendar" + repeated("; ", 15'000) + "\r\n", "x")},
      {"authentication of 15,000 comments",
       mail("Authentication-Results: a" + repeated("(", 15'000) + "\r\n", "x")},
      {"references of 30 KB", mail("References: " + repeated("<a@b>", 6'000) + "\r\n", "x")},
      {"a date of 30 KB", mail("Date: " + repeated("1 ", 15'000) + "\r\n", "x")},
  };
}

inline std::vector<Hostile> bodies() {
  const std::string big(9'900'000, 'A');
  return {
      {"10,000 multiparts in each other", nested_multiparts(10'000, false)},
      {"10,000 multiparts of one boundary", nested_multiparts(10'000, true)},
      {"100,000 tiny parts", parts(100'000, "\r\nx\r\n")},
      {"400 parts with headers of 24 KB",
       parts(400, "Content-Type: text/calendar" + repeated(";a=b", 6'000) + "\r\n\r\nx\r\n")},
      {"100 parts with headers of 8,000 fields", parts(100, repeated("a:\n", 8'000) + "\n\r\n")},
      {"10,000 mails in mails", mail("Content-Type: message/rfc822\r\n\r\n",
                                     repeated("Content-Type: message/rfc822\r\n\r\n", 10'000))},
      {"9.9 MB of base64 as a calendar",
       mail("Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n", big)},
      {"9.9 MB of UTF-16 as a calendar",
       mail("Content-Type: text/calendar; charset=utf-16\r\n", big)},
      {"9.9 MB of Windows-1252 as text",
       mail("Content-Type: text/plain; charset=windows-1252\r\n", std::string(9'900'000, '\x93'))},
      {"4 MB of open tags", mail("Content-Type: text/html\r\n", repeated("<a ", 1'300'000))},
      {"4 MB of breaks", mail("Content-Type: text/html\r\n", repeated("<br>", 1'000'000))},
      {"4 MB of style", mail("Content-Type: text/html\r\n", repeated("<style></styl", 300'000))},
      {"1 million lines that begin as boundaries do",
       parts(1, "\r\n" + repeated("--\n", 1'000'000))},
      {"a delivery status of 9.9 MB",
       mail("Content-Type: multipart/report; boundary=b\r\n",
            "--b\r\nContent-Type: message/delivery-status\r\n\r\n" +
                repeated("Final-Recipient: rfc822;a\n\n", 380'000) + "--b--\r\n")},
      {"11 MB", mail("Subject: x\r\n", std::string(11'000'000, 'x'))},
  };
}

}  // namespace citacal::hostile
