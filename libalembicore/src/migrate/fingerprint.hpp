// The schema of a database in one hash, taken within the transaction of a run.
#pragma once

#include "migrate/version_table.hpp"
#include "postgres/connection.hpp"

#include <stop_token>
#include <string>

namespace alembicore::migrate {

/// `catalog::fingerprint` of everything but the version table and the journal. Empty where taking it would keep the run
/// up: the schema is large, or another session holds one of its tables exclusively. Precondition: a transaction is
/// open; it is left as it was. Errors: cancelled, connection_lost.
[[nodiscard]] std::string
fingerprint_of_schema(postgres::connection& in, version_table const& table, std::stop_token const& stop = {});

} // namespace alembicore::migrate
