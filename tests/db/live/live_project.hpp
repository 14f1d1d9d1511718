// A project of revisions that ask the database, on a database of its own.
#pragma once

#include "support/temporary_cluster.hpp"
#include "support/temporary_folder.hpp"

#include <alembicore/migrator.hpp>

#include <string>
#include <vector>

namespace alembicore::test {

class live_project {
public:
    live_project();

    /// A revision after those that are there: the body of `upgrade`, with `bind` and `sa` at hand.
    live_project& revision(std::string const& id, std::string const& body);

    run_report upgrade(event_sink sink = {}, run_options const& options = {}) const;

    /// What a fresh project upgraded with this body alone has put into a table `seen (value text)`, in order.
    [[nodiscard]] static std::string seen_by(std::string const& body);

    /// The rows of a query's first column, joined with commas.
    [[nodiscard]] std::string ask(std::string const& query) const { return database_.ask(query); }

    [[nodiscard]] project open() const;

private:
    temporary_folder folder_;
    temporary_database database_;
    std::string last_;
};

} // namespace alembicore::test
