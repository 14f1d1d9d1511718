#include "authoring/directive.hpp"

#include "authoring/part_directive.hpp"
#include "authoring/schema_terms.hpp"
#include "authoring/sql_argument.hpp"
#include "authoring/type_term.hpp"
#include "sql/compiler.hpp"
#include "sql/identifier.hpp"

#include <boost/algorithm/string/join.hpp>

#include <set>
#include <utility>

namespace alembicore::authoring {

namespace {

using namespace alembicore::operation;

constexpr std::size_t body_indentation = 4;

/// Collects the statements of a function.
class function_body {
public:
    explicit function_body(modules_needed& needed) : needed_{needed} {}

    void add(any_operation const& wanted) {
        std::visit([&](auto const& chosen) { add_each(chosen); }, wanted);
    }

    [[nodiscard]] std::vector<std::string> take() && { return std::move(lines_); }

private:
    void put(term const& statement) {
        lines_.push_back(std::string(depth_, ' ') + laid_out(statement, body_indentation + depth_));
    }

    void put(std::string const& directive, std::vector<term> arguments) {
        put(call("op." + directive, std::move(arguments)));
    }

    void execute_sql(std::string_view sql) { put("execute", {sql_literal(sql)}); }

    void execute_as_sql(any_operation const& wanted) {
        sql::compiler compiler{sql::audience::server()};
        for (auto const& each : compiler.render(wanted))
            execute_sql(each.text);
    }

    void add_each(create_table const& created) {
        auto const& table = created.table;
        create_domains(table);
        std::vector<term> arguments{name_term(table.name.name)};
        column_surroundings around;
        for (auto const& each : table.constraints)
            if (auto const* key = std::get_if<schema::primary_key>(&each))
                around.key = key->columns;
        for (auto const& each : table.columns)
            arguments.push_back(column_term(each, around, needed_));
        for (auto const& each : table.constraints) {
            needed_.postgresql = needed_.postgresql || std::holds_alternative<schema::exclude_constraint>(each);
            arguments.push_back(constraint_term(each));
        }
        add_schema(arguments, table.name);
        if (table.comment)
            arguments.push_back(named("comment", literal(*table.comment)));
        add_table_options(arguments, table);
        add_presence(arguments, "if_not_exists", created.if_not_exists);
        put("create_table", std::move(arguments));
        for (auto const& each : table.indexes)
            add_index(each, presence::required);
    }

    /// Not every release of SQLAlchemy has a class for them.
    void create_domains(schema::table const& table) {
        for (auto const& each : table.columns) {
            auto const& type = each.type.element ? *each.type.element : each.type;
            if (type.domain && type.domain->creation == schema::type_creation::with_table &&
                domains_.insert(sql::quote(type.domain->name)).second)
                execute_as_sql(create_type{.type = type});
        }
    }

    static void add_table_options(std::vector<term>& to, schema::table const& table) {
        auto const add_text = [&](std::string const& keyword, std::string const& text) {
            if (!text.empty())
                to.push_back(named(keyword, literal(text)));
        };
        if (!table.prefixes.empty()) {
            std::vector<term> words;
            for (auto const& each : table.prefixes)
                words.push_back(literal(each));
            to.push_back(named("prefixes", list(std::move(words))));
        }
        auto const& options = table.options;
        if (!options.inherits.empty()) {
            auto parents = names_term(options.inherits);
            parents.open = "(";
            parents.close = parents.items.size() == 1 ? ",)" : ")";
            to.push_back(named("postgresql_inherits", std::move(parents)));
        }
        add_text("postgresql_partition_by", options.partition_by);
        add_text("postgresql_using", options.access_method);
        if (options.with_oids)
            to.push_back(named("postgresql_with_oids", truth(*options.with_oids)));
        add_text("postgresql_on_commit", options.on_commit);
        if (options.tablespace)
            to.push_back(named("postgresql_tablespace", name_term(*options.tablespace)));
    }

    void add_each(drop_table const& dropped) {
        std::vector<term> arguments{name_term(dropped.table.name)};
        add_schema(arguments, dropped.table);
        add_presence(arguments, "if_exists", dropped.if_exists);
        put("drop_table", std::move(arguments));
    }

    void add_each(rename_table const& renamed) {
        std::vector<term> arguments{name_term(renamed.table.name), name_term(renamed.new_name)};
        add_schema(arguments, renamed.table);
        put("rename_table", std::move(arguments));
    }

    /// A key or a reference within the column, and a serial column, have no words of their own in every release.
    void add_each(add_column const& added) {
        if (added.inlined.primary_key || added.inlined.references || added.column.serial)
            return execute_as_sql(added);
        std::vector<term> arguments{
            name_term(added.table.name), column_term(added.column, column_surroundings{}, needed_)};
        add_schema(arguments, added.table);
        add_presence(arguments, "if_not_exists", added.if_not_exists);
        put("add_column", std::move(arguments));
        for (auto const& each : added.constraints)
            add_constraint_to(added.table, each);
        for (auto const& each : added.indexes)
            add_index(each, presence::required);
    }

    void add_each(drop_column const& dropped) {
        std::vector<term> arguments{name_term(dropped.table.name), name_term(dropped.column)};
        add_schema(arguments, dropped.table);
        add_presence(arguments, "if_exists", dropped.if_exists);
        put("drop_column", std::move(arguments));
    }

    void add_each(alter_column const& changed) {
        for (auto const& each : changed.dropped_checks)
            add_each(drop_constraint{.table = changed.table, .name = each});
        if (changed.default_value && !is_plain(*changed.default_value))
            return execute_without_checks(changed);
        std::vector<term> arguments{name_term(changed.table.name), name_term(changed.column)};
        auto const own = arguments.size();
        add_changes(arguments, changed);
        if (arguments.size() > own) {
            add_schema(arguments, changed.table);
            put("alter_column", std::move(arguments));
        }
        for (auto const& each : changed.added_checks)
            add_constraint_to(changed.table, each);
    }

    static bool is_plain(default_change const& change) {
        return std::holds_alternative<drop_default>(change) || std::holds_alternative<set_default>(change);
    }

    void execute_without_checks(alter_column changed) {
        changed.dropped_checks.clear();
        execute_as_sql(changed);
    }

    void add_changes(std::vector<term>& to, alter_column const& changed) {
        if (changed.type)
            to.push_back(named("type_", type_term(changed.type->type, needed_)));
        if (changed.nullable)
            to.push_back(named("nullable", truth(*changed.nullable)));
        if (changed.default_value) {
            auto const* set = std::get_if<set_default>(&*changed.default_value);
            to.push_back(named("server_default", set == nullptr ? word("None") : value_term(set->value)));
        }
        if (changed.comment)
            to.push_back(named("comment", changed.comment->comment ? literal(*changed.comment->comment) : word("None"))
            );
        if (changed.new_name)
            to.push_back(named("new_column_name", name_term(*changed.new_name)));
        if (changed.type && !changed.type->using_.empty())
            to.push_back(named("postgresql_using", literal(changed.type->using_)));
    }

    void add_each(create_index const& created) { add_index(created.index, created.if_not_exists); }

    void add_index(schema::index const& index, presence if_not_exists) { put(index_directive(index, if_not_exists)); }

    void add_each(drop_index const& dropped) {
        std::vector<term> arguments{name_term(dropped.name)};
        if (dropped.schema)
            arguments.push_back(named("schema", name_term(*dropped.schema)));
        add_presence(arguments, "if_exists", dropped.if_exists);
        if (dropped.concurrently)
            arguments.push_back(named("postgresql_concurrently", truth(true)));
        put("drop_index", std::move(arguments));
    }

    void add_each(add_constraint const& added) { add_constraint_to(added.table, added.constraint); }

    void add_constraint_to(schema::qualified_name const& table, schema::constraint const& added) {
        if (auto const directive = constraint_directive(table, added))
            put(*directive);
        else
            execute_as_sql(add_constraint{.table = table, .constraint = added});
    }

    void add_each(drop_constraint const& dropped) {
        std::vector<term> arguments{name_term(dropped.name), name_term(dropped.table.name)};
        add_schema(arguments, dropped.table);
        add_presence(arguments, "if_exists", dropped.if_exists);
        put("drop_constraint", std::move(arguments));
    }

    void add_each(set_table_comment const& commented) {
        std::vector<term> arguments{name_term(commented.table.name)};
        if (commented.comment)
            arguments.push_back(literal(*commented.comment));
        add_schema(arguments, commented.table);
        put(commented.comment ? "create_table_comment" : "drop_table_comment", std::move(arguments));
    }

    void add_each(execute const& executed) { execute_as_sql(executed); }

    void add_each(create_type const& created) { put_type(created, created.type, created.check_first, "create"); }

    void add_each(drop_type const& dropped) { put_type(dropped, dropped.type, dropped.check_first, "drop"); }

    void put_type(
        any_operation const& whole, schema::column_type const& type, presence check_first, std::string const& method
    ) {
        if (!type.enumeration)
            return execute_as_sql(whole);
        auto const object = laid_out(created_type_term(type, needed_), body_indentation + depth_);
        auto const made = call(
            object + '.' + method,
            {word("op.get_bind()"), named("checkfirst", truth(check_first == presence::optional))}
        );
        // One that has lines already keeps the rest on its last one.
        put(object.find('\n') == std::string::npos ? made : word(on_one_line(made)));
    }

    void add_each(create_sequence const& created) { execute_as_sql(created); }

    void add_each(drop_sequence const& dropped) { execute_as_sql(dropped); }

    void add_each(create_schema const& created) { execute_as_sql(created); }

    void add_each(drop_schema const& dropped) { execute_as_sql(dropped); }

    void add_each(begin_autocommit const&) {
        put(word("with op.get_context().autocommit_block():"));
        depth_ += body_indentation;
    }

    void add_each(end_autocommit const&) { depth_ -= body_indentation; }

    modules_needed& needed_;
    std::set<std::string> domains_; ///< that tables have created
    std::vector<std::string> lines_;
    std::size_t depth_ = 0;
};

std::string body_of(std::vector<any_operation> const& operations, modules_needed& needed) {
    return boost::algorithm::join(directives(operations, needed), "\n" + std::string(body_indentation, ' '));
}

} // namespace

std::vector<std::string> directives(std::vector<any_operation> const& operations, modules_needed& needed) {
    function_body body{needed};
    for (auto const& each : operations)
        body.add(each);
    return std::move(body).take();
}

revision_body written(std::vector<any_operation> const& upgrade, std::vector<any_operation> const& downgrade) {
    modules_needed needed;
    revision_body made;
    made.upgrade = body_of(upgrade, needed);
    made.downgrade = body_of(downgrade, needed);
    made.imports = needed.lines();
    return made;
}

} // namespace alembicore::authoring
