// ForeignKey and the constraints and indexes of `sqlalchemy`.
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/discovery.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/items.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/selectable.hpp"
#include "sqlalchemy/text.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

python::value make_item(evaluation& run, schema::constraint constraint) {
    return std::make_shared<constraint_value>(std::move(constraint), run.host<recording>().next_item());
}

/// What ForeignKey and ForeignKeyConstraint have in common.
schema::foreign_key read_key(evaluation& run, bound_arguments const& given) {
    check_dialect_keywords(given, {"not_valid"});
    schema::foreign_key key;
    key.name = optional_object_name(given, "name");
    key.on_delete = given.optional_text("ondelete");
    key.on_update = given.optional_text("onupdate");
    key.match = given.optional_text("match");
    key.apart = run.truth(given["use_alter"]);
    key.checked = check_time(run, given["deferrable"], given["initially"]);
    key.not_valid = run.truth(keyword(given, "postgresql_not_valid"));
    return key;
}

python::value make_foreign_key(evaluation& run, bound_arguments const& given) {
    auto key = read_key(run, given);
    auto path = parse_column_path(run, given["column"]);
    key.referred = std::move(path.table);
    key.referred_columns = {std::move(path.column)};
    return std::make_shared<foreign_key_value>(std::move(key));
}

python::value make_foreign_key_constraint(evaluation& run, bound_arguments const& given) {
    auto key = read_key(run, given);
    key.columns = column_names(run, given["columns"]);
    for (auto const& each : run.collect(given["refcolumns"])) {
        auto path = parse_column_path(run, each);
        if (!key.referred_columns.empty() && path.table != key.referred)
            throw sqlalchemy_error("ArgumentError", "ForeignKeyConstraint on columns refers to multiple remote tables");
        key.referred = std::move(path.table);
        key.referred_columns.push_back(std::move(path.column));
    }
    if (key.columns.size() != key.referred_columns.size() || key.columns.empty())
        throw sqlalchemy_error(
            "ArgumentError",
            "ForeignKeyConstraint number of constrained columns must match the number of referenced columns."
        );
    return make_item(run, std::move(key));
}

/// A column that is named twice counts once.
std::vector<schema::identifier> key_columns(evaluation& run, bound_arguments const& given) {
    std::vector<schema::identifier> columns;
    for (auto const& given_column : given.rest()) {
        auto column = column_name(run, given_column);
        bool const known =
            std::any_of(columns.begin(), columns.end(), [&](auto const& each) { return each.text == column.text; });
        if (!known)
            columns.push_back(std::move(column));
    }
    return columns;
}

python::value make_primary_key(evaluation& run, bound_arguments const& given) {
    check_dialect_keywords(given, {"include"});
    schema::primary_key key;
    key.name = optional_object_name(given, "name");
    key.columns = key_columns(run, given);
    key.checked = check_time(run, given["deferrable"], given["initially"]);
    if (auto const& include = keyword(given, "postgresql_include"); !include.is_none())
        key.include = column_names(run, include);
    return make_item(run, std::move(key));
}

/// The declared table that a column belongs to.
std::optional<schema::qualified_name> table_of(python::value const& given) {
    std::optional<schema::qualified_name> found;
    auto const visit = [&](auto const& self, schema::expression const& node) -> void {
        if (auto const table = std::dynamic_pointer_cast<table_source const>(node.part))
            found = table->name();
        for (auto const& operand : node.operands)
            self(self, operand);
    };
    if (auto const expression = given.as<expression_value>())
        visit(visit, expression->node());
    return found;
}

/// Made of columns of a table, it belongs to that table. A constraint of columns that are not all of one does not.
void note_late_item(evaluation& run, std::span<python::value const> columns, python::object_pointer const& made) {
    auto* const found = discovery_of(run);
    if (found == nullptr || columns.empty())
        return;
    bool const any_will_do = std::dynamic_pointer_cast<index_value>(made) != nullptr;
    std::optional<schema::qualified_name> owner;
    for (auto const& each : columns) {
        auto const table = table_of(each);
        if (table && any_will_do)
            return found->late_items.push_back({*table, made});
        if (!table || (owner && *owner != *table))
            return;
        owner = table;
    }
    found->late_items.push_back({*owner, made});
}

python::value make_unique(evaluation& run, bound_arguments const& given) {
    check_dialect_keywords(given, {"include", "nulls_not_distinct"});
    schema::unique_constraint unique;
    unique.name = optional_object_name(given, "name");
    unique.columns = key_columns(run, given);
    unique.checked = check_time(run, given["deferrable"], given["initially"]);
    unique.nulls_not_distinct = keyword(given, "postgresql_nulls_not_distinct").boolean();
    if (auto const& include = keyword(given, "postgresql_include"); !include.is_none())
        unique.include = column_names(run, include);
    auto const made = make_item(run, std::move(unique));
    note_late_item(run, given.rest(), *made.get_if<python::object_pointer>());
    return made;
}

/// What `_create_rule` is asked with: it looks at the name of the dialect.
class rule_compiler final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "PGDDLCompiler"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name == "dialect")
            return make_dialect();
        refuse("reading ." + std::string{name} + " of");
    }
};

bool is_left_out(evaluation& run, bound_arguments const& given) {
    auto const& rule = given["_create_rule"];
    if (rule.is_none())
        return false;
    python::value const compiler = std::make_shared<rule_compiler>();
    return !run.truth(run.call(rule, {.positional = {compiler}, .keyword = {}}));
}

python::value make_check(evaluation& run, bound_arguments const& given) {
    check_dialect_keywords(given, {"not_valid"});
    schema::check_constraint check;
    check.name = optional_object_name(given, "name");
    check.condition = ddl_expression(run, given["sqltext"]);
    check.checked = check_time(run, given["deferrable"], given["initially"]);
    check.not_valid = run.truth(keyword(given, "postgresql_not_valid"));
    if (is_left_out(run, given))
        return std::make_shared<omitted_constraint>(std::move(check));
    return make_item(run, std::move(check));
}

python::value make_index(evaluation& run, bound_arguments const& given) {
    index_item item;
    item.name = optional_object_name(given, "name");
    for (auto const& each : given.rest())
        item.index.elements.push_back(index_element(run, each));
    item.index.unique = run.truth(given["unique"]);
    read_index_keywords(run, given, item.index);
    auto const made = std::make_shared<index_value>(std::move(item));
    note_late_item(run, given.rest(), made);
    return made;
}

python::value make_exclude(evaluation& run, bound_arguments const& given) {
    return make_item(run, read_exclude(run, given, optional_object_name(given, "name")));
}

/// Named by itself: a column, or literal_column().
bool has_key(schema::expression const& value) {
    return value.kind == schema::expression_kind::column || value.kind == schema::expression_kind::text;
}

} // namespace

schema::exclude_constraint
read_exclude(evaluation& run, bound_arguments const& given, std::optional<schema::object_name> name) {
    schema::exclude_constraint exclude;
    exclude.name = std::move(name);
    auto const* classes = given["ops"].mapping();
    for (auto const& each : given.rest()) {
        auto const* pair = each.items();
        if (pair == nullptr || pair->size() != 2)
            throw python::value_error("an (expression, operator) tuple expected, got " + run.repr(each));
        schema::exclude_element element{.operator_ = run.str(pair->back())};
        if (auto const name_text = identifier_of(pair->front()))
            element.value = schema::column_reference(*name_text), element.by_name = true;
        else
            element.value = ddl_expression(run, pair->front());
        if (classes != nullptr && has_key(element.value) && !pair->front().as<text_value>())
            if (auto const* found = classes->find(std::string_view{element.value.text}))
                element.operator_class = run.str(*found);
        exclude.elements.push_back(std::move(element));
    }
    exclude.method = given.optional_text("using").value_or("gist");
    if (!given["where"].is_none())
        exclude.where = ddl_expression(run, given["where"]);
    exclude.checked = check_time(run, given["deferrable"], given["initially"]);
    return exclude;
}

void add_constraints(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.schema"}) {
        auto& module = modules.module(where);
        module.function(
            "ForeignKey(column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, "
            "deferrable=None, initially=None, link_to_name=False, match=None, info=None, comment=None, **dialect_kw)",
            make_foreign_key,
            python::effect::none
        );
        module.function(
            "ForeignKeyConstraint(columns, refcolumns, name=None, onupdate=None, ondelete=None, deferrable=None, "
            "initially=None, use_alter=False, link_to_name=False, match=None, table=None, info=None, comment=None, "
            "**dialect_kw)",
            make_foreign_key_constraint,
            python::effect::none
        );
        module.function(
            "PrimaryKeyConstraint(*columns, name=None, deferrable=None, initially=None, info=None, comment=None, "
            "**dialect_kw)",
            make_primary_key,
            python::effect::none
        );
        module.function(
            "UniqueConstraint(*columns, name=None, deferrable=None, initially=None, info=None, comment=None, "
            "**dialect_kw)",
            make_unique,
            python::effect::none
        );
        module.function(
            "CheckConstraint(sqltext, name=None, deferrable=None, initially=None, table=None, info=None, comment=None, "
            "_create_rule=None, _type_bound=False, **dialect_kw)",
            make_check,
            python::effect::none
        );
        module.function(
            "Index(name, *expressions, unique=False, quote=None, info=None, **dialect_kw)",
            make_index,
            python::effect::none
        );
    }
    for (auto const* where : {"sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.postgresql.ext"})
        modules.module(where).function(
            "ExcludeConstraint(*elements, name=None, deferrable=None, initially=None, info=None, using='gist', "
            "where=None, ops=None, **kw)",
            make_exclude,
            python::effect::none
        );
}

} // namespace alembicore::sqlalchemy
