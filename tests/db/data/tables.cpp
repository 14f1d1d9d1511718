#include "tables.hpp"

#include "postgres/connection.hpp"

namespace alembicore::test {

filled_database::filled_database(std::string const& statements)
    : target_(database::connect(made_.url())), rows_(target_) {
    run(statements);
}

void filled_database::run(std::string const& statements) {
    target_.connection().execute(statements);
}

catalog::name table(std::string name) {
    return {"public", std::move(name)};
}

std::string column_of(data::page const& read, std::size_t column) {
    std::string text;
    for (auto const& row : read.rows)
        text += (text.empty() ? "" : ",") + row.cells.at(column).text.value_or("NULL");
    return text;
}

} // namespace alembicore::test
