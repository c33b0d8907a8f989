// Whole mails as files: tests/mail/samples/*.eml, with bare LF, as they are kept by a text tool.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "mail/reader.h"

namespace citacal::samples {

inline std::string raw(const std::string& name) {
  std::ifstream in("tests/mail/samples/" + name + ".eml", std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
  return out;
}

inline domain::ReceivedMail read(const std::string& name) {
  return mail::read_mail(raw(name));
}

// A mail of one part with this type and body.
inline std::string letter(const std::string& type, const std::string& body,
                          const std::string& more = {}) {
  return "From: Ana <ana.torres@redes.example>\r\nTo: citas@instituto.example\r\n" + more +
         "Content-Type: " + type + "\r\n\r\n" + body;
}

inline bool contains(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

}  // namespace citacal::samples
