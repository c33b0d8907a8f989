#include "service/load.h"

#include <set>

#include "core/check.h"
#include "core/text.h"
#include "service/answer.h"
#include "service/appointment.h"
#include "service/letters.h"
#include "service/notice.h"
#include "service/party.h"
#include "service/programme.h"
#include "service/record.h"
#include "service/request.h"
#include "service/verification.h"
#include "store/appointment.h"
#include "store/creation.h"
#include "store/party.h"
#include "store/programme.h"
#include "store/request.h"

namespace citacal::service {

namespace {

enum class Known { no, same, other };

// One file being loaded: what it counts and what it met.
class Loading {
 public:
  explicit Loading(Work& work) : work_(work) {}

  void load(const LoadContractor& item);
  void load(const LoadProgramme& item);
  void load(const LoadRequest& item);
  LoadReport take() { return std::move(report_); }

 private:
  template <class Do>
  bool attempt(const Origin& origin, Do what);
  Known known(const std::string& key, const std::string& digest);
  void remember(const std::string& key, const std::string& digest, const core::Id& made);
  domain::Contractor contractor_by(const std::string& key);
  domain::Programme programme_by(const LoadRequest& item);
  // `request`: the case's; what was not provided goes on in the one that takes it up again.
  void take_step(const LoadStep& step, core::Id& request);
  core::Id last_appointment(const core::Id& request);
  void invite_if_coming(const core::Id& request);

  Work& work_;
  LoadReport report_;
  std::set<std::string>
      failed_;  // keys and contracts of this file: what hangs on them is passed over
};

// An item that fails is noted and the next one is tried, so that one report names them all.
template <class Do>
bool Loading::attempt(const Origin& origin, Do what) {
  work_.set_now(work_.office().clock().now());
  try {
    what();
    return true;
  } catch (const core::Error& error) {
    if (error.code == core::Code::unavailable || error.code == core::Code::internal) throw;
    report_.errors.push_back({origin, error});
    return false;
  }
}

Known Loading::known(const std::string& key, const std::string& digest) {
  const auto creation = store::find_creation(work_.tx(), key);
  if (!creation) return Known::no;
  return creation->digest == digest ? Known::same : Known::other;
}

void Loading::remember(const std::string& key, const std::string& digest, const core::Id& made) {
  store::save_creation(work_.tx(), key, {digest, made}, work_.now());
}

domain::Contractor Loading::contractor_by(const std::string& key) {
  if (auto found = store::find_contractor_by_key(work_.tx(), key)) return *found;
  const auto all = store::list_contractors(work_.tx());
  std::vector<std::string> keys;
  for (const auto& one : all) {
    if (core::equals_ignoring_case(one.name, key) || (!key.empty() && one.tax_id == key))
      return one;
    keys.push_back(one.key);
  }
  const auto near = core::nearest(key, keys);
  core::refuse("contractor", "unknown-contractor",
               {"«" + key + "» no es ningún contratista" +
                    (near.empty() ? "" : " (¿quiso decir «" + near + "»?)"),
                "\"" + key + "\" is no contractor" +
                    (near.empty() ? "" : " (did you mean \"" + near + "\"?)")});
}

void Loading::load(const LoadContractor& item) {
  const bool good = !item.is_faulty && attempt(item.origin, [&] {
    const auto key = "load:contractor:" + item.contractor.key;
    const auto state = known(key, item.digest);
    if (state == Known::same) {
      ++report_.unchanged;
      return;
    }
    const auto present = store::find_contractor_by_key(work_.tx(), item.contractor.key);
    const auto saved = present ? change_contractor(work_, present->id, item.contractor)
                               : create_contractor(work_, item.contractor);
    ++(present ? report_.changed : report_.made);
    remember(key, item.digest, saved.id);
  });
  if (!good && !item.contractor.key.empty()) failed_.insert(item.contractor.key);
}

void Loading::load(const LoadProgramme& item) {
  const bool good =
      !item.is_faulty && !failed_.contains(item.contractor_key) && attempt(item.origin, [&] {
        auto programme = item.programme;
        programme.contractor = contractor_by(item.contractor_key).id;
        const auto key =
            "load:programme:" + std::to_string(programme.year) + ":" + programme.contract;
        if (known(key, item.digest) == Known::same) {
          ++report_.unchanged;
          return;
        }
        const auto present =
            store::find_programme_by_contract(work_.tx(), programme.year, programme.contract);
        auto saved = present ? edit_programme(work_, present->id, programme)
                             : draft_programme(work_, programme);
        ++(present ? report_.changed : report_.made);
        if (!programme.minutes.empty())
          saved = approve_programme(work_, saved.id, programme.minutes,
                                    programme.minutes_day.value_or(core::day_of(work_.now())));
        remember(key, item.digest, saved.id);
      });
  if (!good && !item.programme.contract.empty()) failed_.insert(item.programme.contract);
}

domain::Programme Loading::programme_by(const LoadRequest& item) {
  if (auto found = store::find_programme_by_contract(work_.tx(), item.year, item.contract))
    return *found;
  core::refuse(
      "contract", "unknown-programme",
      {"no hay programa del contrato «" + item.contract + "» para " + std::to_string(item.year),
       "there is no programme of contract \"" + item.contract + "\" for " +
           std::to_string(item.year)});
}

void Loading::load(const LoadRequest& item) {
  if (item.is_faulty || failed_.contains(item.contractor_key) || failed_.contains(item.contract))
    return;
  core::Id made;
  attempt(item.origin, [&] {
    const auto key = "load:request:" + item.key;
    const auto state = known(key, item.digest);
    if (state == Known::same) {
      ++report_.unchanged;
      return;
    }
    if (state == Known::other)
      core::refuse(
          "key", "loaded-before",
          {"«" + item.key +
               "» ya se cargó con otro contenido; cámbiela en el servicio o use otra clave",
           "\"" + item.key +
               "\" was loaded before with other contents; change it in the service or "
               "use another key"});
    auto request = item.request;
    request.contractor = contractor_by(item.contractor_key).id;
    if (!item.contract.empty()) {
      const auto programme = programme_by(item);
      request.programme = programme.id;
      for (const auto& service : programme.services)
        if (service.key == item.service_key) request.planned_service = service.id;
      if (!item.service_key.empty() && request.planned_service.empty())
        core::refuse("service", "unknown-service",
                     {"el programa no tiene el servicio «" + item.service_key + "»",
                      "the programme has no service \"" + item.service_key + "\""});
    }
    work_.set_now(item.at);
    made = register_request(work_, std::move(request)).id;
    ++report_.made;
    remember(key, item.digest, made);
  });
  if (made.empty()) return;
  for (const auto& step : item.steps)
    if (!attempt(step.origin, [&] { take_step(step, made); }))
      return;  // what follows would only fail of this
  attempt(item.origin, [&] { invite_if_coming(made); });
}

core::Id Loading::last_appointment(const core::Id& request) {
  const auto all = store::list_appointments_of(work_.tx(), request);
  if (all.empty())
    throw core::Error(core::Code::conflict, "no-appointment",
                      {"Este paso necesita una cita acordada antes («agree»).",
                       "This step needs an appointment agreed before (\"agree\")."});
  return all.back().id;
}

void Loading::take_step(const LoadStep& step, core::Id& request) {
  work_.set_now(step.at);
  const auto& action = step.action;
  if (const auto* agreement = std::get_if<domain::Agreement>(&action)) {
    auto agreed = *agreement;
    agreed.request = request;
    agree(work_, std::move(agreed));
    return;
  }
  if (const auto* evidence = std::get_if<Evidence>(&action)) {
    auto record = evidence->record;
    record.request = request;
    record.created_by = work_.caller().person.id;
    const auto file =
        inspect(work_.office(), record.media_type, record.file_name, evidence->content);
    add_record(work_, std::move(record), file);
    return;
  }
  const auto id = last_appointment(request);
  if (const auto* confirmation = std::get_if<Confirmation>(&action))
    confirm(work_, id, confirmation->short_notice_reason);
  if (const auto* change = std::get_if<domain::Rescheduling>(&action))
    reschedule(work_, id, *change);
  if (const auto* cancellation = std::get_if<Cancellation>(&action))
    cancel(work_, id, cancellation->reason);
  if (std::holds_alternative<Holding>(action)) hold(work_, id);
  if (const auto* given = std::get_if<domain::Answer>(&action)) answer(work_, id, *given);
  if (const auto* proposal = std::get_if<domain::Proposal>(&action)) propose(work_, id, *proposal);
  if (const auto* verification = std::get_if<domain::Verification>(&action)) {
    auto verified = *verification;
    verified.request = request;
    verified.appointment = id;
    verify(work_, std::move(verified));
    if (const auto follower = store::find_follower(work_.tx(), request)) request = follower->id;
  }
  if (std::holds_alternative<Notification>(action) || std::holds_alternative<Excuse>(action)) {
    const auto notice = find_notice_of(work_, id);
    if (!notice)
      throw core::Error(core::Code::conflict, "no-notice",
                        {"La cita no afecta la red: no lleva aviso.",
                         "The appointment does not affect the network: it has no notice."});
    if (const auto* excuse = std::get_if<Excuse>(&action))
      excuse_notice(work_, notice->id, excuse->reason);
    else
      send_notice(work_, notice->id);
  }
}

// History tells nobody; what stands and is still to come is told once, as it is now.
void Loading::invite_if_coming(const core::Id& request) {
  for (const auto& appointment : store::list_appointments_of(work_.tx(), request)) {
    const bool stands = appointment.status == domain::AppointmentStatus::tentative ||
                        appointment.status == domain::AppointmentStatus::confirmed;
    if (!stands || appointment.slot.end <= work_.now()) continue;
    work_.set_tells(true);
    invite(work_, appointment, domain::LetterKind::invitation);
    work_.set_tells(false);
  }
}

}  // namespace

LoadReport load(Office& office, const Caller& caller, const LoadFile& file,
                const std::function<void(int done, int all)>& progress) {
  permit(caller, domain::Right::plan);
  Work work(office, caller);
  work.set_tells(false);
  const auto all = file.contractors.size() + file.programmes.size() + file.requests.size();
  Loading loading(work);
  int done = 0;
  const auto load_each = [&](const auto& items) {
    for (const auto& item : items) {
      loading.load(item);
      if (progress) progress(++done, static_cast<int>(all));
    }
  };
  load_each(file.contractors);
  load_each(file.programmes);
  load_each(file.requests);
  auto report = loading.take();
  if (!file.only_check && report.errors.empty() && report.made + report.changed > 0) work.commit();
  return report;
}

}  // namespace citacal::service
