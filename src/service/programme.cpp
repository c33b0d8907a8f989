#include "service/programme.h"

#include "core/check.h"
#include "domain/changes.h"
#include "service/page.h"
#include "service/publication.h"
#include "service/sight.h"
#include "store/party.h"
#include "store/programme.h"

namespace citacal::service {

namespace {

// Services keep their ids by key; new ones get one.
void name_services(Work& work, domain::Programme& programme, const domain::Programme* before) {
  for (auto& service : programme.services) {
    service.id.clear();
    if (before)
      for (const auto& old : before->services)
        if (old.key == service.key) service.id = old.id;
    if (service.id.empty()) service.id = core::new_id(work.now());
  }
}

domain::Programme get_for_change(Work& work, const core::Id& id) {
  auto programme = store::get_programme(work.tx(), id);
  permit_version(work.caller(), programme.version);
  return programme;
}

domain::Programme save_next(Work& work, const domain::Programme& before,
                            domain::Programme programme, std::string action) {
  ++programme.version;
  store::save(work.tx(), programme);
  work.audit(std::move(action), "programme", programme.id,
             programme.contract + "; " + domain::say_changes(&before, programme));
  return programme;
}

}  // namespace

domain::Programme draft_programme(Work& work, domain::Programme programme) {
  programme.id = core::new_id(work.now());
  programme.version = 1;
  programme.state = domain::ProgrammeState::draft;
  programme.minutes.clear();
  programme.minutes_day.reset();
  programme.amendments.clear();
  if (!store::find_contractor(work.tx(), programme.contractor))
    core::refuse("contractor", "unknown-contractor",
                 {"no es ningún contratista registrado", "is no registered contractor"});
  programme = domain::checked(std::move(programme));
  name_services(work, programme, nullptr);
  store::save(work.tx(), programme);
  work.audit("programme drafted", "programme", programme.id,
             domain::say_changes(nullptr, programme));
  work.made(programme.id);
  return programme;
}

domain::Programme draft_programme(Office& office, const Caller& caller,
                                  domain::Programme programme) {
  return in_work(office, caller, domain::Right::plan,
                 [&](Work& work) { return draft_programme(work, programme); });
}

domain::Programme edit_programme(Work& work, const core::Id& id, domain::Programme changed) {
  const auto before = get_for_change(work, id);
  // Requests may refer to it: it does not change hands. Its contract's number shows in their
  // events.
  if (changed.contractor != before.contractor)
    core::refuse("contractor", "fixed",
                 {"no se cambia: haga un programa nuevo", "cannot change: make a new programme"});
  name_services(work, changed, &before);
  auto edited = save_next(work, before, domain::edit(before, changed), "programme edited");
  if (edited.contract != before.contract)
    publish_contractor(work, store::get_contractor(work.tx(), edited.contractor));
  return edited;
}

domain::Programme edit_programme(Office& office, const Caller& caller, const core::Id& id,
                                 domain::Programme changed) {
  return in_work(office, caller, domain::Right::plan,
                 [&](Work& work) { return edit_programme(work, id, changed); });
}

domain::Programme approve_programme(Work& work, const core::Id& id, const std::string& minutes,
                                    core::Day day) {
  const auto before = get_for_change(work, id);
  return save_next(work, before, domain::approve(before, minutes, day), "programme approved");
}

domain::Programme approve_programme(Office& office, const Caller& caller, const core::Id& id,
                                    const std::string& minutes, core::Day day) {
  return in_work(office, caller, domain::Right::plan,
                 [&](Work& work) { return approve_programme(work, id, minutes, day); });
}

domain::Programme amend_programme(Office& office, const Caller& caller, const core::Id& id,
                                  domain::Programme changed, const domain::Amendment& amendment) {
  return in_work(office, caller, domain::Right::plan, [&](Work& work) {
    const auto before = get_for_change(work, id);
    name_services(work, changed, &before);
    return save_next(work, before, domain::amend(before, changed, amendment), "programme amended");
  });
}

domain::Programme get_programme(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto programme = store::get_programme(reading.tx(), id);
  permit_firm(caller, programme.contractor);
  return programme;
}

Listing<domain::Programme> list_programmes(Office& office, const Caller& caller,
                                           const ProgrammeQuery& query, const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  store::ProgrammeFilter filter{narrowed(caller, query.contractor), query.year};
  return to_listing(store::list_programmes(reading.tx(), filter, to_page(paging)));
}

}  // namespace citacal::service
