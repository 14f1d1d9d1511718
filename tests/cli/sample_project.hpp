// A small Alembic project in a folder of its own, and the program run in it.
#pragma once

#include "base/process.hpp"
#include "support/temporary_folder.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::test {

/// What a revision file of the sample declares; `None` and quotes as in Python.
struct sample_revision {
    std::string id;
    std::string down_revision = "None";
    std::string doc;
    std::string branch_labels = "None";
    std::string depends_on = "None";
    std::string upgrade = "pass";
    std::string downgrade = "pass";
};

class sample_project {
public:
    /// Writes alembic.ini, env.py and these revisions.
    explicit sample_project(std::vector<sample_revision> const& revisions);

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return folder_.path(); }

    std::filesystem::path write(std::filesystem::path const& relative, std::string_view content) const {
        return folder_.write(relative, content);
    }

    /// The path of a revision's file.
    [[nodiscard]] std::filesystem::path file_of(std::string const& id) const;

    /// Runs alembicore in the project's folder, with no settings from the environment but these.
    [[nodiscard]] base::process_result
    run(std::vector<std::string> arguments, std::map<std::string, std::string> environment = {}) const;

    /// Runs another program there in the same way.
    [[nodiscard]] base::process_result
    run_program(std::vector<std::string> words, std::map<std::string, std::string> environment = {}) const;

private:
    temporary_folder folder_;
};

/// Branches, a merge, labels, a second root that depends on the first, documents of every shape.
[[nodiscard]] std::vector<sample_revision> branched_history();

/// Two tables, one after the other.
[[nodiscard]] std::vector<sample_revision> two_tables();

/// As those, with a third that builds an index outside a transaction.
[[nodiscard]] std::vector<sample_revision> with_a_concurrent_index();

} // namespace alembicore::test
