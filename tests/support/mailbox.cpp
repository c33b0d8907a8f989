#include "support/mailbox.h"

#include <gmime/gmime.h>

#include <algorithm>

#include "support/request.h"

namespace citacal::test {

namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class Object>
using Ref = std::unique_ptr<Object, Unref>;

Ref<GMimeMessage> parsed(const std::string& message) {
  g_mime_init();
  const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(message.data(), message.size()));
  const Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  return Ref<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

std::string content_of(GMimePart* part) {
  const Ref<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream.get());
  const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

void remove_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.erase(at, what.size());
}

std::string without_cr(std::string text) {
  remove_all(text, "\r");
  return text;
}

void read_part(GMimeObject*, GMimeObject* object, gpointer target) {
  if (!GMIME_IS_PART(object)) return;
  auto& mail = *static_cast<ReceivedMail*>(target);
  auto* part = GMIME_PART(object);
  auto* type = g_mime_object_get_content_type(object);
  if (g_mime_content_type_is_type(type, "text", "plain")) mail.text = without_cr(content_of(part));
  if (!g_mime_content_type_is_type(type, "text", "calendar")) return;
  mail.calendar = unfolded(content_of(part));
  const char* method = g_mime_content_type_get_parameter(type, "method");
  mail.method = method ? method : "";
}

}  // namespace

class Mailbox::Door final : public mail::Transport {
 public:
  explicit Door(Mailbox& mailbox) : mailbox_(mailbox) {}
  domain::Attempt send(const std::string&, const std::vector<std::string>& to,
                       const std::string& message) override {
    if (mailbox_.server == MailServer::defers)
      return {domain::Delivery::deferred, "451 4.3.0 try again later"};
    if (mailbox_.server == MailServer::refuses)
      return {domain::Delivery::refused, "550 5.1.1 no such mailbox"};
    for (const auto& one : to) mailbox_.take(one, message);
    if (mailbox_.kills_postman) throw PostmanDied{};
    if (mailbox_.server == MailServer::dies)
      return {domain::Delivery::deferred, "the connection was lost before the answer"};
    return {domain::Delivery::accepted, "250 2.0.0 queued"};
  }

 private:
  Mailbox& mailbox_;
};

std::unique_ptr<mail::Transport> Mailbox::transport() {
  return std::make_unique<Door>(*this);
}

void Mailbox::take(const std::string& to, const std::string& message) {
  const auto read = parsed(message);
  ReceivedMail mail;
  mail.to = to;
  mail.subject = g_mime_message_get_subject(read.get());
  mail.message_id = g_mime_message_get_message_id(read.get());
  g_mime_message_foreach(read.get(), read_part, &mail);
  mail.repeated = std::any_of(mails.begin(), mails.end(), [&](const ReceivedMail& other) {
    return other.message_id == mail.message_id;
  });
  mails.push_back(std::move(mail));
}

}  // namespace citacal::test
