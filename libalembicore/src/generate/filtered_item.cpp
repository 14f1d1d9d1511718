#include "generate/filtered_item.hpp"

#include "python/evaluation.hpp"
#include "python/object.hpp"

#include <memory>

namespace alembicore::generate {

namespace {

using python::value;

value optional_text(std::optional<std::string> const& text) {
    return text ? value{*text} : value{};
}

/// What the text of a type makes.
value made_type(python::evaluation& run, std::string const& text) {
    auto const module = run.load(
        python::parse_module(
            "types", "import sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\nmade = " + text + '\n'
        ),
        "type of a column: " + text
    );
    return module.as_object()->attribute(run, "made").value_or(value{});
}

/// What is known of an item of either side without asking SQLAlchemy.
class item final : public python::object {
public:
    item(
        std::string kind,
        std::optional<std::string> name,
        std::optional<std::string> schema,
        std::string table,
        std::string type = {}
    )
        : kind_{std::move(kind)}, name_{std::move(name)}, schema_{std::move(schema)}, table_{std::move(table)},
          type_{std::move(type)} {}

    [[nodiscard]] std::string type_name() const override { return kind_; }

    [[nodiscard]] std::optional<value> attribute(python::evaluation& run, std::string_view name) override {
        if (name == "name")
            return optional_text(name_);
        if (name == "schema" && kind_ == "table")
            return optional_text(schema_);
        if (name == "table" && kind_ != "table")
            return value{std::make_shared<item>("table", table_, schema_, table_)};
        if (name == "type" && !type_.empty())
            return made_type(run, type_);
        refuse("reading ." + std::string{name} + " of");
    }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

private:
    std::string kind_;
    std::optional<std::string> name_;
    std::optional<std::string> schema_;
    std::string table_;
    std::string type_; ///< of a column, as Python writes it
};

std::string type_of(column const* of) {
    return of == nullptr ? std::string{} : of->type.python;
}

} // namespace

value filtered_item(filtered_object const& of) {
    return std::make_shared<item>(std::string{of.kind}, of.name, of.of.schema, of.of.name, type_of(of.own));
}

value other_item(filtered_object const& of) {
    return std::make_shared<item>(std::string{of.kind}, of.name, of.of.schema, of.of.name, type_of(of.other));
}

value parent_names(std::string_view kind, table const& of) {
    python::dict_table names;
    if (kind == "schema")
        return value::dict(std::move(names));
    names.set("schema_name", optional_text(of.schema));
    if (kind != "table")
        names.set("table_name", of.name);
    names.set("schema_qualified_table_name", dotted(of));
    return value::dict(std::move(names));
}

} // namespace alembicore::generate
