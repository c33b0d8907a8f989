#include "app/references.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::app {

namespace {

class Check {
 public:
  Check(const service::LoadFile& file, const Loaded& loaded, Problems& problems)
      : problems_(problems) {
    for (const auto& load : file.contractors) contractors_.push_back(&load.contractor);
    for (const auto& one : loaded.contractors) contractors_.push_back(&one);
    for (const auto& load : file.programmes) programmes_.push_back(&load.programme);
    for (const auto& one : loaded.programmes) programmes_.push_back(&one);
  }

  void contractor(const std::string& name, service::Origin at) {
    if (at.line == 0 || name.empty()) return;
    std::vector<std::string> keys;
    for (const auto* one : contractors_) {
      if (one->key == name || one->tax_id == name || core::equals_ignoring_case(one->name, name))
        return;
      keys.push_back(one->key);
    }
    fault("contractor", name, at, keys,
          {"la clave de un contratista del archivo o cargado antes",
           "the key of a contractor of the file or loaded before"});
  }

  void programme(const service::LoadRequest& item) {
    if (item.contract_at.line == 0 || item.contract.empty()) return;
    const auto year = std::to_string(item.year);
    std::vector<std::string> contracts;
    std::vector<const domain::Programme*> found;
    for (const auto* one : programmes_) {
      if (one->year != item.year) continue;
      contracts.push_back(one->contract);
      if (one->contract == item.contract) found.push_back(one);
    }
    if (found.empty())
      fault("contract", item.contract, item.contract_at, contracts,
            {"el contrato de un programa de la vigencia " + year + ", del archivo o cargado antes",
             "the contract of a programme of " + year + ", of the file or loaded before"});
    else
      service(item, found);
  }

 private:
  void service(const service::LoadRequest& item,
               const std::vector<const domain::Programme*>& found) {
    if (item.service_at.line == 0 || item.service_key.empty()) return;
    std::vector<std::string> keys;
    for (const auto* programme : found)
      for (const auto& one : programme->services) {
        if (one.key == item.service_key) return;
        keys.push_back(one.key);
      }
    fault("service", item.service_key, item.service_at, keys,
          {"la clave de un servicio de ese programa", "the key of a service of that programme"});
  }

  void fault(const char* field, const std::string& name, service::Origin at,
             const std::vector<std::string>& known, core::Phrase expected) {
    const auto near = core::nearest(name, known);
    if (!near.empty()) {
      expected.es += "; ¿quiso decir «" + near + "»?";
      expected.en += "; did you mean \"" + near + "\"?";
    }
    problems_.add(at, found_expected(field, name, expected));
  }

  Problems& problems_;
  std::vector<const domain::Contractor*> contractors_;
  std::vector<const domain::Programme*> programmes_;
};

}  // namespace

void check_references(service::LoadFile& file, const Loaded& loaded, Problems& problems) {
  Check check(file, loaded, problems);
  for (auto& item : file.programmes) {
    const auto before = problems.size();
    check.contractor(item.contractor_key, item.contractor_at);
    item.is_faulty = item.is_faulty || problems.size() > before;
  }
  for (auto& item : file.requests) {
    const auto before = problems.size();
    check.contractor(item.contractor_key, item.contractor_at);
    check.programme(item);
    item.is_faulty = item.is_faulty || problems.size() > before;
  }
}

}  // namespace citacal::app
