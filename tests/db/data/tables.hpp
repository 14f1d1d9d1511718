// A database with rows, and short ways to ask for them.
#pragma once

#include "support/temporary_cluster.hpp"

#include <alembicore/data.hpp>

#include <string>
#include <vector>

namespace alembicore::test {

class filled_database {
public:
    explicit filled_database(std::string const& statements);

    void run(std::string const& statements);

    [[nodiscard]] std::string ask(std::string const& query) const { return made_.ask(query); }

    [[nodiscard]] data::access& rows() noexcept { return rows_; }

    [[nodiscard]] database_url url() const { return made_.url(); }

private:
    temporary_database made_;
    database target_;
    data::access rows_;
};

/// The table `public.name`.
[[nodiscard]] catalog::name table(std::string name);

/// The texts of one column of a page, `NULL` for NULL, joined with commas.
[[nodiscard]] std::string column_of(data::page const& read, std::size_t column = 0);

} // namespace alembicore::test
