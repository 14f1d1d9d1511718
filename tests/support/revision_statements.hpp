// The SQL that the body of an upgrade() becomes.
#pragma once

#include "sql/compiler.hpp"
#include "sqlalchemy/evaluate.hpp"

#include <string>
#include <vector>

namespace alembicore::test {

/// `before` stands between the imports and `upgrade`; `body` is indented by four spaces after its first line.
inline std::vector<std::string> statements_of(
    std::string const& body, std::string const& before = {}, sqlalchemy::evaluation_environment const& environment = {}
) {
    auto const source =
        "from alembic import op\nimport sqlalchemy as sa\n" + before + "\ndef upgrade():\n    " + body + "\n";
    sql::compiler run{sql::audience::server()};
    std::vector<std::string> all;
    for (auto const& each :
         sqlalchemy::evaluate_revision(source, "a.py", sqlalchemy::revision_function::upgrade, environment))
        for (auto& statement : run.render(each))
            all.push_back(std::move(statement.text));
    return all;
}

} // namespace alembicore::test
