#include "sql/compiler.hpp"

#include "sql/column.hpp"
#include "sql/constraint.hpp"
#include "sql/expression.hpp"
#include "sql/index.hpp"
#include "sql/table.hpp"
#include "sql/type.hpp"

namespace alembicore::sql {

namespace {

using namespace alembicore::operation;

/// The statements of one operation.
class rendering {
public:
    rendering(source_place place, audience whom) : place_{std::move(place)}, whom_{whom} {}

    [[nodiscard]] writer start() const { return writer{whom_}; }

    void add(writer text, std::string only_if = {}) {
        statements_.push_back({statement_kind::sql, std::move(text).take(), place_, std::move(only_if), {}});
    }

    void add(statement_kind kind) { statements_.push_back({kind, {}, place_, {}, {}}); }

    [[nodiscard]] std::vector<statement>& statements() noexcept { return statements_; }

private:
    source_place place_;
    audience whom_;
    std::vector<statement> statements_;
};

/// ALTER TABLE t, to be continued.
writer alter(rendering const& to, schema::qualified_name const& table) {
    writer out = to.start();
    out << "ALTER TABLE " << altered{table} << " ";
    return out;
}

/// ALTER TABLE t ALTER COLUMN c, to be continued.
writer alter(rendering const& to, alter_column const& changed) {
    writer out = alter(to, changed.table);
    out << "ALTER COLUMN " << changed.column << " ";
    return out;
}

void add_comment(rendering& to, schema::qualified_name const& table, schema::column const& column) {
    if (!column.comment || column.comment->empty())
        return;
    writer out = to.start();
    out << "COMMENT ON COLUMN " << table << "." << column.name << " IS " << literal{*column.comment};
    to.add(std::move(out));
}

void render_each(rendering& to, set_table_comment const& commented) {
    writer out = to.start();
    out << "COMMENT ON TABLE " << commented.table << " IS ";
    if (commented.comment)
        out << literal{*commented.comment};
    else
        out << "NULL";
    to.add(std::move(out));
}

void render_index(rendering& to, schema::index const& index, presence if_not_exists) {
    writer out = to.start();
    write_create(out, index, if_not_exists);
    to.add(std::move(out));
}

void render_each(rendering& to, create_table const& created) {
    writer out = to.start();
    write_create(out, created.table, created.if_not_exists);
    to.add(std::move(out));
    for (auto const& index : created.table.indexes)
        render_index(to, index, presence::required);
    if (created.table.comment && !created.table.comment->empty())
        render_each(to, set_table_comment{{}, created.table.name, created.table.comment});
    for (auto const& column : created.table.columns)
        add_comment(to, created.table.name, column);
}

void render_each(rendering& to, drop_table const& dropped) {
    writer out = to.start();
    out << "DROP TABLE " << raw{dropped.if_exists == presence::optional ? "IF EXISTS " : ""} << dropped.table;
    to.add(std::move(out));
}

void render_each(rendering& to, rename_table const& renamed) {
    writer out = alter(to, renamed.table);
    out << "RENAME TO " << renamed.new_name;
    to.add(std::move(out));
}

void render_constraint(rendering& to, schema::qualified_name const& table, schema::constraint const& constraint) {
    writer out = to.start();
    out << "ALTER TABLE " << table << " ADD ";
    write(out, constraint);
    to.add(std::move(out));
}

void render_each(rendering& to, add_column const& added) {
    writer out = alter(to, added.table);
    out << "ADD COLUMN " << raw{added.if_not_exists == presence::optional ? "IF NOT EXISTS " : ""};
    write(out, added.column);
    if (added.inlined.primary_key)
        out << " PRIMARY KEY";
    if (added.inlined.references)
        write_references(out, *added.inlined.references);
    write_inline_checks(out, added.column);
    to.add(std::move(out));
    for (auto const& constraint : added.constraints)
        render_constraint(to, added.table, constraint);
    for (auto const& index : added.indexes)
        render_index(to, index, presence::required);
    add_comment(to, added.table, added.column);
}

void render_each(rendering& to, drop_column const& dropped) {
    writer out = alter(to, dropped.table);
    out << "DROP COLUMN " << raw{dropped.if_exists == presence::optional ? "IF EXISTS " : ""} << dropped.column;
    to.add(std::move(out));
}

void render_change(rendering& to, alter_column const& changed, type_change const& type) {
    writer out = alter(to, changed);
    out << "TYPE ";
    write(out, type.type);
    out << " ";
    if (!type.using_.empty())
        out << "USING " << raw{type.using_};
    to.add(std::move(out));
}

void write_default(writer& out, drop_default const&) {
    out << "DROP DEFAULT";
}

void write_default(writer& out, set_default const& set) {
    out << "SET DEFAULT ";
    write(out, set.value, column_names::with_table);
}

void write_default(writer& out, add_identity const& added) {
    out << "ADD ";
    write(out, added.identity);
}

void write_default(writer& out, drop_identity const&) {
    out << "DROP IDENTITY";
}

void write_default(writer& out, alter_identity const& altered) {
    for (auto const& setting : altered.settings) {
        out << "SET ";
        if (setting.always)
            out << "GENERATED " << raw{*setting.always ? "ALWAYS " : "BY DEFAULT "};
        else
            write(out, setting.option);
        if (!setting.always)
            out << " ";
    }
}

void render_comment(rendering& to, alter_column const& changed) {
    writer out = to.start();
    out << "COMMENT ON COLUMN " << altered{changed.table} << "." << changed.column << " IS ";
    if (changed.comment->comment)
        out << literal{*changed.comment->comment};
    else
        out << "NULL";
    to.add(std::move(out));
}

void render_drop_constraint(
    rendering& to, schema::qualified_name const& table, schema::object_name const& name, presence if_exists
) {
    writer out = to.start();
    out << "ALTER TABLE " << table << " DROP CONSTRAINT " << raw{if_exists == presence::optional ? "IF EXISTS " : ""}
        << name;
    to.add(std::move(out));
}

void render_each(rendering& to, alter_column const& changed) {
    for (auto const& check : changed.dropped_checks)
        render_drop_constraint(to, changed.table, check, presence::required);
    if (changed.type)
        render_change(to, changed, *changed.type);
    if (changed.nullable) {
        writer out = alter(to, changed);
        out << raw{*changed.nullable ? "DROP NOT NULL" : "SET NOT NULL"};
        to.add(std::move(out));
    }
    if (changed.default_value) {
        writer out = alter(to, changed);
        std::visit([&](auto const& change) { write_default(out, change); }, *changed.default_value);
        to.add(std::move(out));
    }
    if (changed.comment)
        render_comment(to, changed);
    if (changed.new_name) {
        writer out = alter(to, changed.table);
        out << "RENAME " << changed.column << " TO " << *changed.new_name;
        to.add(std::move(out));
    }
    for (auto const& check : changed.added_checks)
        render_constraint(to, changed.table, check);
}

void render_each(rendering& to, create_index const& created) {
    render_index(to, created.index, created.if_not_exists);
}

void render_each(rendering& to, drop_index const& dropped) {
    writer out = to.start();
    write_drop(out, dropped);
    to.add(std::move(out));
}

void render_each(rendering& to, add_constraint const& added) {
    render_constraint(to, added.table, added.constraint);
}

void render_each(rendering& to, drop_constraint const& dropped) {
    render_drop_constraint(to, dropped.table, dropped.name, dropped.if_exists);
}

void render_each(rendering& to, execute const& executed) {
    writer out = to.start();
    write(out, executed.statement, column_names::with_table);
    to.add(std::move(out));
    if (executed.parameters_apart)
        to.statements().back().remark =
            "-- alembicore: Alembic's own script leaves out these parameters; they are written as the run passes them";
}

/// Whether the server has, or has not, something of this name: in its schema, or else visible.
std::string existence_question(
    schema::qualified_name const& name, keyword expected, keyword catalog, keyword name_column, keyword visible
) {
    writer out{audience::server()};
    out << "SELECT " << expected << " (SELECT FROM pg_catalog." << catalog << " o JOIN pg_catalog.pg_namespace n "
        << "ON n.oid = o." << raw{name_column.text().substr(0, 3)} << "namespace WHERE o." << name_column << " = "
        << literal{name.name.text} << " AND ";
    if (name.schema)
        out << "n.nspname = " << literal{name.schema->text} << ")";
    else
        out << "pg_catalog." << visible << "(o.oid))";
    return std::move(out).take();
}

std::string relation_question(schema::qualified_name const& name, keyword expected) {
    return existence_question(name, expected, "pg_class", "relname", "pg_table_is_visible");
}

std::string type_question(schema::column_type const& type, keyword expected) {
    auto const& name = type.enumeration ? type.enumeration->name : type.domain->name;
    return existence_question(name, expected, "pg_type", "typname", "pg_type_is_visible");
}

void render_each(rendering& to, create_type const& created) {
    writer out = to.start();
    if (created.type.enumeration)
        write_create(out, *created.type.enumeration);
    else
        write_create(out, *created.type.domain);
    bool const asks = created.check_first == presence::optional;
    to.add(std::move(out), asks ? type_question(created.type, "NOT EXISTS") : std::string{});
}

void render_each(rendering& to, drop_type const& dropped) {
    writer out = to.start();
    out << raw{dropped.type.enumeration ? "DROP TYPE " : "DROP DOMAIN "};
    write(out, dropped.type);
    bool const asks = dropped.check_first == presence::optional;
    to.add(std::move(out), asks ? type_question(dropped.type, "EXISTS") : std::string{});
}

void render_each(rendering& to, create_sequence const& created) {
    writer out = to.start();
    out << "CREATE SEQUENCE " << raw{created.if_not_exists == presence::optional ? "IF NOT EXISTS " : ""}
        << created.sequence.name;
    if (created.sequence.type) {
        out << " AS ";
        write(out, *created.sequence.type);
    }
    if (created.sequence.series != schema::number_series{}) {
        out << " ";
        write(out, created.sequence.series);
    }
    bool const asks = created.check_first == presence::optional;
    to.add(std::move(out), asks ? relation_question(created.sequence.name, "NOT EXISTS") : std::string{});
}

void render_each(rendering& to, drop_sequence const& dropped) {
    writer out = to.start();
    out << "DROP SEQUENCE " << raw{dropped.if_exists == presence::optional ? "IF EXISTS " : ""} << dropped.sequence;
    bool const asks = dropped.check_first == presence::optional;
    to.add(std::move(out), asks ? relation_question(dropped.sequence, "EXISTS") : std::string{});
}

void render_each(rendering& to, create_schema const& created) {
    writer out = to.start();
    out << "CREATE SCHEMA " << raw{created.if_not_exists == presence::optional ? "IF NOT EXISTS " : ""}
        << created.schema;
    to.add(std::move(out));
}

void render_each(rendering& to, drop_schema const& dropped) {
    writer out = to.start();
    out << "DROP SCHEMA " << raw{dropped.if_exists == presence::optional ? "IF EXISTS " : ""} << dropped.schema
        << raw{dropped.cascade ? " CASCADE" : ""};
    to.add(std::move(out));
}

void render_each(rendering& to, begin_autocommit const&) {
    to.add(statement_kind::leave_transaction);
}

void render_each(rendering& to, end_autocommit const&) {
    to.add(statement_kind::enter_transaction);
}

template <typename Type>
std::pair<std::string, std::string> key_of(Type const& type) {
    return {type.name.schema ? type.name.schema->text : std::string{}, type.name.name.text};
}

schema::column_type const& innermost(schema::column_type const& type) {
    return type.element ? innermost(*type.element) : type;
}

/// What Alembic would raise for the directive, with the place of its call.
void complete(error_info& info, source_place const& place) {
    if (!info.place || info.place->file.empty())
        info.place = place;
    if (info.code == errc::python_exception && info.reason.empty())
        info.reason = "the revision raises this exception";
}

} // namespace

void compiler::add_types(std::vector<statement>& to, schema::table const& table) {
    for (auto const& column : table.columns) {
        auto const& type = innermost(column.type);
        bool wanted = false;
        if (type.enumeration && type.enumeration->creation == schema::type_creation::with_table)
            wanted = enumerations_.insert(key_of(*type.enumeration)).second;
        if (type.domain && type.domain->creation == schema::type_creation::with_table)
            wanted = domains_.insert(key_of(*type.domain)).second;
        if (wanted)
            for (auto& created : render(create_type{{}, type}))
                to.push_back(std::move(created));
    }
}

std::vector<statement> compiler::render(any_operation const& wanted) {
    return std::visit(
        [&](auto const& chosen) {
            rendering to{chosen.place, whom_};
            try {
                if constexpr (std::is_same_v<std::decay_t<decltype(chosen)>, create_table>)
                    add_types(to.statements(), chosen.table);
                for (auto& created : to.statements())
                    created.place = chosen.place;
                render_each(to, chosen);
            } catch (error& failed) {
                complete(failed.info(), chosen.place);
                throw;
            }
            return std::move(to.statements());
        },
        wanted
    );
}

} // namespace alembicore::sql
