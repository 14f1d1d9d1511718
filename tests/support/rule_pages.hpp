// The pages of docs/reference/rules: their examples are tests.
#pragma once

#include "support/temporary_folder.hpp"

#include <alembicore/lint.hpp>
#include <alembicore/project.hpp>

#include <string>
#include <vector>

namespace alembicore::test {

/// The code of one section of a page.
struct rule_examples {
    std::vector<std::string> sql;
    std::vector<std::string> python; ///< revisions, one after the other
};

struct rule_page {
    std::string id;
    std::string heading; ///< its first line, without the sign
    std::string text;
    rule_examples bad;
    rule_examples good;
};

/// By id.
[[nodiscard]] std::vector<rule_page> read_rule_pages();

/// The page that lists them.
[[nodiscard]] std::string read_rule_index();

/// A project whose first revision makes the tables that the pages speak of.
class rule_project {
public:
    rule_project();

    /// Adds revisions after the last one.
    void add_python(std::vector<std::string> const& revisions);

    /// A revision that sends each statement on its own, outside a transaction.
    void add_sql(std::string const& text);

    [[nodiscard]] project open() const;

    /// The rules of the findings about what was added, each once, with spaces between them.
    [[nodiscard]] std::string rules_found(lint::options const& wanted, database* live = nullptr) const;

private:
    void write_revision(std::string const& body);

    temporary_folder folder_;
    std::vector<std::string> ids_;
};

} // namespace alembicore::test
