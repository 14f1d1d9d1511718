// From a statement as it was put together to the tree that is only to be written down: SQLAlchemy decides when it
// compiles a statement what FROM lists, how unnamed things are numbered, and where WITH goes.
#pragma once

#include "sqlalchemy/sources.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

struct select_state;

/// Where a query stands.
struct query_place {
    bool as_source = false; ///< in FROM, or as a common table expression: its columns are labelled
    bool lateral = false;
    bool in_columns = false;
};

/// Rows: SELECT, VALUES, a set operation, or INSERT … RETURNING.
/// The columns that a statement gives, as they are matched with those that the server sends.
struct sent_columns {
    enum class matching {
        by_position,
        by_count, ///< by position where there are as many, else by name
        by_name
    };

    struct column {
        std::string name{}; ///< empty: SQL text, or a name that is known with the statement only
        type_pointer type{};
        bool is_text = false;
    };

    matching how = matching::by_count;
    std::vector<column> columns{};
};

class query : public schema::unresolved_part, public std::enable_shared_from_this<query> {
public:
    [[nodiscard]] virtual schema::expression resolve(resolution& in, query_place where) const = 0;
    /// As `.c` of a subquery made of it has them.
    [[nodiscard]] virtual std::vector<table_column> columns() const = 0;

    /// As the server sends them.
    [[nodiscard]] virtual sent_columns sent() const {
        sent_columns made;
        for (auto const& column : columns())
            made.columns.push_back({column.numbered ? std::string{} : column.name.text, column.type});
        return made;
    }

    [[nodiscard]] virtual type_pointer first_type() const {
        auto const all = columns();
        return all.empty() ? nullptr : all.front().type;
    }
};

using query_pointer = std::shared_ptr<query const>;

class cte_source;

/// One statement on its way.
class resolution {
public:
    /// An enclosing SELECT, UPDATE or DELETE.
    struct scope {
        source_list correlated{}; ///< of all that enclose
        source_list listed{};     ///< of this one
        select_state const* labels = nullptr;
        source_list froms{};
    };

    struct common_table {
        cte_source const* source;
        schema::expression text;
        bool recursive;
    };

    [[nodiscard]] schema::expression resolve(schema::expression const& node);
    [[nodiscard]] std::vector<schema::expression> resolve(std::vector<schema::expression> const& nodes);
    /// `a_1` for a numbered name; cut to what PostgreSQL takes, as SQLAlchemy cuts it.
    [[nodiscard]] std::string text_of(numbered_name const& name);
    [[nodiscard]] std::string shortened(std::string const& label);

    /// As `resolve`, with columns written without their tables.
    [[nodiscard]] schema::expression resolve_bare(schema::expression const& node);

    [[nodiscard]] bool bare() const noexcept { return bare_; }

    /// Whether what is resolved stands inside an operator.
    [[nodiscard]] bool in_operator() const noexcept { return in_operator_; }

    /// The value that came with the execution, for a bind of this name.
    using parameter_reader = std::function<
        std::optional<schema::expression>(std::string const& name, type_pointer const& type, bool expanding)>;

    parameter_reader parameter{};
    std::vector<scope> scopes;
    std::vector<common_table> common_tables;                 ///< whose text is done
    std::map<std::string, cte_source const*> tables_by_name; ///< also those that are being written

private:
    void count_part();

    struct name_key {
        void const* owner;
        std::string seed;
        int copy;
        auto operator<=>(name_key const&) const = default;
    };

    std::map<name_key, std::string> numbered_;
    std::map<std::string, int> counts_;
    std::map<std::string, std::string> shortened_;
    int shortenings_ = 0;
    bool bare_ = false;
    bool in_operator_ = false;
    std::size_t parts_ = 0;
};

/// A whole statement: what is in it resolved, and its WITH before it.
[[nodiscard]] schema::expression
resolve_statement(schema::expression const& statement, resolution::parameter_reader parameter = {});
[[nodiscard]] schema::expression resolve_statement(query const& statement, resolution::parameter_reader parameter = {});

/// What `scalar_node` holds: it has its parentheses already.
class scalar_part_marker : public statement_part {};

/// A query in parentheses among expressions.
[[nodiscard]] schema::expression scalar_node(query_pointer of);

} // namespace alembicore::sqlalchemy
