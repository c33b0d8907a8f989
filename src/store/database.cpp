#include "store/database.h"

#include "core/check.h"
#include "store/sqlite.h"

namespace citacal::store {
namespace {

using core::Code;
using core::Error;

struct Advice {
  Code code;
  const char* condition;
  core::Phrase message;
  int retry_after_s;
};

Advice advice_for(Trouble trouble) {
  switch (trouble) {
    case Trouble::unique:
      return {Code::conflict,
              "already-exists",
              {"Ya existe otro registro con ese valor único.",
               "Another row with that unique value exists already."},
              0};
    case Trouble::foreign_key:
      return {Code::conflict,
              "reference",
              {"El registro se refiere a otro que no existe, o que todavía se usa.",
               "The row refers to another that does not exist, or that is still in use."},
              0};
    case Trouble::busy:
      return {Code::unavailable,
              "store-busy",
              {"La base de datos está ocupada por otra operación u otro programa. Repita la "
               "operación; si continúa, cierre el otro programa que la tiene abierta.",
               "The database is locked by another operation or program. Try again; if it goes on, "
               "close the other program that holds it open."},
              5};
    case Trouble::serialization:
      return {Code::unavailable,
              "store-serialization",
              {"Dos operaciones simultáneas se cruzaron. Repita la operación.",
               "Two operations crossed each other. Try again."},
              1};
    case Trouble::lost:
      return {Code::unavailable,
              "store-lost",
              {"No se puede leer o escribir la base de datos. Revise que su carpeta exista, que el "
               "servicio tenga permiso de escritura y que el disco o la conexión funcionen.",
               "The database cannot be read or written. Check that its folder exists, that the "
               "service may write to it, and that the disk or the connection works."},
              30};
    case Trouble::full:
      return {Code::unavailable,
              "store-full",
              {"El disco de la base de datos está lleno; no se guardó nada. Libere espacio y "
               "repita la operación.",
               "The database's disk is full; nothing was saved. Free some space and try again."},
              60};
    case Trouble::damaged:
      return {Code::unavailable,
              "store-damaged",
              {"El archivo de la base de datos está dañado o no es de SQLite. Detenga el servicio, "
               "guarde una copia del archivo y restaure el último respaldo.",
               "The database file is damaged or is not SQLite's. Stop the service, keep a copy of "
               "the file and restore the last backup."},
              0};
    case Trouble::other:
      break;
  }
  return {Code::unavailable,
          "store-error",
          {"La base de datos rechazó la operación. El motivo está en el registro del servicio.",
           "The database refused the operation. The reason is in the service's log."},
          0};
}

Error error_for(Trouble trouble, const std::string& engine_message) {
  const Advice advice = advice_for(trouble);
  Error error(advice.code, advice.condition, advice.message);
  error.retry_after_s = advice.retry_after_s;
  error.log = engine_message;
  return error;
}

}  // namespace

DatabaseError::DatabaseError(Trouble what_kind, std::string message_of_engine)
    : core::Error(error_for(what_kind, message_of_engine)),
      trouble(what_kind),
      engine_message(std::move(message_of_engine)) {}

std::unique_ptr<Database> open(const Location& location) {
  static constexpr std::string_view kSqlite = "sqlite:";
  std::string_view url = location.url;
  if (!url.starts_with(kSqlite) || url.size() == kSqlite.size())
    core::refuse("store.url", "store-url",
                 {"La dirección de la base de datos debe ser «sqlite:///carpeta/archivo.db» o "
                  "«sqlite::memory:».",
                  "The database's URL must be \"sqlite:///folder/file.db\" or "
                  "\"sqlite::memory:\"."});
  url.remove_prefix(kSqlite.size());
  if (url.starts_with("//")) url.remove_prefix(2);
  auto database = open_sqlite(std::string(url), location);
  return database;
}

}  // namespace citacal::store
