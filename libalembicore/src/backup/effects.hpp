// What a plan does to rows that are there: of typed operations by what they are, of SQL by PostgreSQL's grammar.
#pragma once

#include "operation/operation.hpp"
#include "sql/writer.hpp"

#include <alembicore/backup.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alembicore::backup {

/// Follows the steps of a plan, in their order. Looking closely waits until somebody wants to know, since a database
/// without rows has nothing to lose, and most plans take nothing away.
class effect_collector {
public:
    /// `whom`: for whom data statements are written.
    explicit effect_collector(sql::audience whom) : whom_(whom) {}

    void add(std::string const& revision, std::vector<operation::any_operation> const& operations);

    /// SQL that is sent as it is.
    void add_text(std::string const& revision, std::string text);

    /// A step that is evaluated when its turn comes, or by Python.
    void add_unknown(std::string const& revision, std::string why);

    /// False: nothing is taken away, without a closer look.
    [[nodiscard]] bool may_destroy() const noexcept { return may_destroy_; }

    /// Errors: those of compiling data statements.
    [[nodiscard]] plan_effects found() const;

private:
    struct destruction {
        catalog::name table;
    };

    struct renaming {
        catalog::name from;
        catalog::name to;
    };

    struct unknown {
        std::string why;
    };

    struct written {
        std::string text;
    };

    struct entry {
        std::string revision;
        std::variant<destruction, renaming, unknown, written, operation::execute> what;
    };

    friend class operation_visitor;

    std::vector<entry> entries_;
    bool may_destroy_ = false;
    sql::audience whom_;
};

/// Where the statements of a text say what they do, by the names that tables have at their place in the plan.
class effect_sink {
public:
    /// Of this revision from now on.
    void begin(std::string revision) { revision_ = std::move(revision); }

    void destroys(catalog::name const& table);
    void renames(catalog::name const& from, catalog::name const& to);
    void cannot_tell(std::string_view why);

    [[nodiscard]] plan_effects take() && { return std::move(found_); }

private:
    plan_effects found_;
    std::map<catalog::name, catalog::name> first_names_; ///< of tables that were renamed
    std::string revision_;
};

/// Takes the statements of a text apart.
void add_statements(effect_sink& to, std::string const& text);

} // namespace alembicore::backup
