#include "app/password.h"

#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "app/report.h"

namespace citacal::app {

namespace {

constexpr std::size_t kLineMax = 1'000;

// No echo while it lives.
class Silence {
 public:
  Silence() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~Silence() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::string read_line() {
  std::string line;
  for (char c = 0; line.size() <= kLineMax && std::cin.get(c) && c != '\n';) line += c;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

std::string ask(const core::Phrase& question) {
  fmt::print(stderr, "{}: ", question.in(terminal_language()));
  const Silence silence;
  auto line = read_line();
  std::fputs("\n", stderr);
  return line;
}

[[noreturn]] void refuse(core::Phrase message) {
  throw core::Error(core::Code::invalid, "bad-password", std::move(message), "password");
}

}  // namespace

std::string ask_password() {
  const bool terminal = isatty(STDIN_FILENO) != 0;
  auto password = terminal ? ask({"Contraseña nueva", "New password"}) : read_line();
  if (password.empty())
    refuse({"Falta la contraseña: escríbala en la primera línea de la entrada, o use --random.",
            "The password is missing: give it as the first line of the input, or use --random."});
  if (terminal && ask({"Otra vez", "Again"}) != password)
    refuse({"Las dos contraseñas no son iguales; repita la orden.",
            "The two passwords differ; repeat the command."});
  return password;
}

}  // namespace citacal::app
