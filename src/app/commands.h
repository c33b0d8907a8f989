// The commands of the command line, each a function of its arguments. They print their result to
// stdout and throw core::Error; main() words it and gives the exit code.
#pragma once

#include <string>
#include <vector>

#include "service/party.h"
#include "service/token.h"

namespace citacal::app {

// The path of the configuration: `given`, else $CITACAL_CONFIG, else /etc/citacal/citacal.toml.
std::string config_path(const std::string& given);

void run_service(const std::string& config);
void load_files(const std::string& config, const std::vector<std::string>& paths);

// The password comes from the terminal (asked twice, not shown) or the first line of stdin; with
// `random` one is made and printed.
void add_user(const std::string& config, service::NewAccount account, bool random);
void change_password(const std::string& config, const std::string& login, bool random);
void remove_user(const std::string& config, const std::string& login);
void list_users(const std::string& config);

void make_token(const std::string& config, const service::NewToken& asked);
void list_tokens(const std::string& config);
void revoke_token(const std::string& config, const std::string& id);

// The invitation of an appointment, named by its id or by the number of its request (then the last
// one that stands): as .ics, or as the whole mail.
void print_invitation(const std::string& config, const std::string& appointment, bool whole_mail);

// `heads`: of the trail, NUMBER:HASH, as the log and the auditor's mail say them. True: no faults.
bool check_store(const std::string& config, const std::vector<std::string>& heads);

}  // namespace citacal::app
