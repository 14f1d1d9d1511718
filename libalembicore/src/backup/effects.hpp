// What a plan does to rows that are there: of typed operations by what they are, of SQL by PostgreSQL's grammar.
#pragma once

#include "operation/operation.hpp"
#include "sql/writer.hpp"

#include <alembicore/backup.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::backup {

/// Follows the steps of a plan, in their order. What a table is called after a step may not be its name in the
/// database.
class effect_collector {
public:
    /// `whom`: for whom data statements are written.
    explicit effect_collector(sql::audience whom) : whom_(whom) {}

    void add(std::string const& revision, std::vector<operation::any_operation> const& operations);

    /// A step that is evaluated when its turn comes, or by Python.
    void add_unknown(std::string const& revision, std::string_view why);

    [[nodiscard]] plan_effects const& found() const noexcept { return found_; }

    /// What a statement does, by the names at its place in the plan.
    void destroys(catalog::name const& table);
    void renames(catalog::name const& from, catalog::name const& to);
    void cannot_tell(std::string_view why);

private:
    plan_effects found_;
    std::map<catalog::name, catalog::name> first_names_; ///< of tables that were renamed
    std::string revision_;
    sql::audience whom_;
};

/// Takes the statements of a text apart.
void add_statements(effect_collector& to, std::string const& text);

} // namespace alembicore::backup
