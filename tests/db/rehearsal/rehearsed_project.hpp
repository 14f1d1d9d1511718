// A project with both directions of its revisions, on a database of its own.
#pragma once

#include "support/temporary_cluster.hpp"
#include "support/temporary_folder.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/rehearsal.hpp>

#include <string>

namespace alembicore::test {

class rehearsed_project {
public:
    rehearsed_project();

    /// A revision after those that are there.
    rehearsed_project& revision(std::string const& id, std::string const& upgrade, std::string const& downgrade);

    [[nodiscard]] project open() const;

    void upgrade(std::string const& target = "head") const;

    [[nodiscard]] rehearsal::report rehearse_upgrade(rehearsal::options const& how = {}) const;
    [[nodiscard]] rehearsal::report
    rehearse_downgrade(std::string const& target, rehearsal::options const& how = {}) const;

    void run(std::string const& statement) const { postgres::connection{database_.url()}.execute(statement); }

    [[nodiscard]] std::string ask(std::string const& query) const { return database_.ask(query); }

    [[nodiscard]] temporary_database const& base() const noexcept { return database_; }

    [[nodiscard]] temporary_folder const& folder() const noexcept { return folder_; }

    /// Everything that a rehearsal must leave as it is: schema, rows of all tables, sequences, and the databases that
    /// there are.
    [[nodiscard]] std::string everything() const;

private:
    temporary_folder folder_;
    temporary_database database_;
    std::string last_;
};

} // namespace alembicore::test
