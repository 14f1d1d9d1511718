// The package `alembic_postgresql_enum`: op.sync_enum_values, which replaces an enum by one with other labels.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/text.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

using renames = std::vector<std::pair<std::string, std::string>>;

/// Where the enum is used.
struct table_reference {
    std::string table{};
    std::string column{};
    std::optional<std::string> schema{};
    bool schema_given = false;
    bool array = false;
    std::optional<std::string> default_value{};
};

class reference_value final : public python::object {
public:
    explicit reference_value(table_reference of) : of_{std::move(of)} {}

    [[nodiscard]] table_reference const& of() const noexcept { return of_; }

    [[nodiscard]] std::string type_name() const override { return "TableReference"; }

private:
    table_reference of_;
};

python::value make_reference(evaluation&, bound_arguments const& given) {
    table_reference made;
    made.table = given.text("table_name");
    made.column = given.text("column_name");
    made.schema_given = given.given("table_schema");
    made.schema = given.optional_text("table_schema");
    made.array = given["column_type"].text() == "ARRAY";
    made.default_value = given.optional_text("existing_server_default");
    return std::make_shared<reference_value>(std::move(made));
}

std::string in_quotes(std::string const& schema, std::string const& name) {
    return '"' + schema + "\".\"" + name + '"';
}

/// The two types of one call, and what is renamed between them.
class synchronisation {
public:
    explicit synchronisation(directive_call const& call)
        : call_{call}, schema_{call.given.text("enum_schema")}, name_{call.given.text("enum_name")},
          new_type_{in_quotes(schema_, name_)}, old_type_{in_quotes(schema_, name_ + "_old")} {
        for (auto const& each : call.run.collect(call.given["enum_values_to_rename"])) {
            auto const pair = call.run.collect(each);
            if (pair.size() != 2)
                throw call.given.refusal("enum_values_to_rename", "pairs of an old and a new label expected");
            renames_.emplace_back(call.run.str(pair[0]), call.run.str(pair[1]));
        }
    }

    void run() {
        auto const references = read_references();
        std::string labels;
        for (auto const& label : call_.run.collect(call_.given["new_values"]))
            labels += (labels.empty() ? "'" : ", '") + call_.run.str(label) + '\'';
        execute("ALTER TYPE " + new_type_ + " RENAME TO " + name_ + "_old");
        execute("CREATE TYPE " + new_type_ + " AS ENUM(" + labels + ")");
        for (auto const& [sign, function] : operators)
            create_operator(sign, function);
        for (auto const& each : references)
            convert(each);
        for (auto const& [sign, function] : operators)
            execute(
                "\n        DROP FUNCTION " + std::string{function} + "(\n            new_enum_val " + new_type_ +
                ", old_enum_val " + old_type_ + "\n        ) CASCADE\n    "
            );
        execute("DROP TYPE " + old_type_);
    }

private:
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> operators{
        std::pair{std::string_view{"!="}, std::string_view{"new_old_not_equals"}},
        std::pair{std::string_view{"="}, std::string_view{"new_old_equals"}}};

    void execute(std::string const& statement) const {
        execute_statement(call_.run, std::make_shared<text_value>(statement), {});
    }

    std::vector<table_reference> read_references() const {
        std::vector<table_reference> references;
        for (auto const& each : call_.run.collect(call_.given["affected_columns"])) {
            if (each.get_if<python::tuple_pointer>() != nullptr) {
                references.push_back(read_tuple(*each.items()));
                continue;
            }
            if (each.text())
                throw python::not_evaluable(
                    "sync_enum_values() of alembic_autogenerate_enums ends the transaction that Alembic has begun",
                    "write `ALTER TYPE … ADD VALUE` in `with op.get_context().autocommit_block():`"
                );
            auto const known = each.as<reference_value>();
            if (!known)
                throw python::value_error("Affected columns must contain tuples or TableReferences");
            references.push_back(known->of());
            if (!references.back().schema_given)
                references.back().schema = schema_;
        }
        return references;
    }

    /// `(table, column)` or `(table, column, ColumnType.ARRAY)`: the database knows the default.
    table_reference read_tuple(std::vector<python::value> const& items) const {
        if (items.size() < 2)
            throw python::python_error("IndexError", "tuple index out of range");
        table_reference made{.table = call_.run.str(items[0]), .column = call_.run.str(items[1]), .schema = schema_};
        made.array = items.size() > 2 && items[2].text() == "ARRAY";
        made.default_value = ask_default(made);
        return made;
    }

    std::optional<std::string> ask_default(table_reference const& of) const {
        auto const result = execute_statement(
            call_.run,
            std::make_shared<text_value>(
                "\n        SELECT column_default\n        FROM information_schema.columns\n        WHERE \n            "
                "table_schema = '" +
                schema_ + "' AND \n            table_name = '" + of.table + "' AND \n            column_name = '" +
                of.column + "'\n    "
            ),
            {}
        );
        auto const found = call_.run.call(*call_.run.attribute(result, "scalar"), {});
        return found.is_none() ? std::nullopt : std::optional{call_.run.str(found)};
    }

    void create_operator(std::string_view sign, std::string_view function) const {
        std::string body;
        if (renames_.empty())
            body = "old_enum_val::text;";
        else {
            body = "CASE\n                    ";
            for (auto const& [from, to] : renames_)
                body += (&from == &renames_.front().first ? "" : " ") + std::string{"WHEN old_enum_val::text = '"} +
                        from + "' THEN '" + to + '\'';
            body += "\n\n                    ELSE old_enum_val::text\n                END;";
        }
        execute(
            "\n            CREATE FUNCTION " + std::string{function} + "(\n                new_enum_val " + new_type_ +
            ", old_enum_val " + old_type_ +
            "\n            )\n            RETURNS boolean AS $$\n                SELECT new_enum_val::text " +
            std::string{sign} + ' ' + body + "\n            $$ LANGUAGE SQL IMMUTABLE\n        "
        );
        execute(
            "\n        CREATE OPERATOR " + std::string{sign} + " (\n            leftarg = " + new_type_ +
            ",\n            rightarg = " + old_type_ + ",\n            procedure = " + std::string{function} +
            "\n        )\n    "
        );
    }

    void convert(table_reference const& of) const {
        auto const table = of.schema && !of.schema->empty() ? in_quotes(*of.schema, of.table) : '"' + of.table + '"';
        auto const column = '"' + of.column + '"';
        if (of.default_value)
            execute("ALTER TABLE " + table + "\n             ALTER COLUMN " + column + " DROP DEFAULT");
        execute(of.array ? array_conversion(table, column) : plain_conversion(table, column));
        if (of.default_value)
            execute(
                "ALTER TABLE " + table + "\n            ALTER COLUMN " + column + " SET DEFAULT " +
                converted_default(*of.default_value)
            );
    }

    std::string array_conversion(std::string const& table, std::string const& column) const {
        auto cast = column + "::text[]";
        for (auto const& [from, to] : renames_)
            cast = "array_replace(" + cast + ", '" + from + "', '" + to + "')";
        return "ALTER TABLE " + table + " \n            ALTER COLUMN " + column + " TYPE " + new_type_ +
               "[]\n            USING " + cast + "::" + new_type_ + "[]\n            ";
    }

    std::string plain_conversion(std::string const& table, std::string const& column) const {
        constexpr auto line = "\n                ";
        auto const start = "ALTER TABLE " + table + ' ' + line + "ALTER COLUMN " + column + " TYPE " + new_type_ + ' ' +
                           line + "USING ";
        auto const same = column + "::text::" + new_type_;
        if (renames_.empty())
            return start + same + line;
        std::string cases;
        for (auto const& [from, to] : renames_)
            cases += (cases.empty() ? "WHEN " : " WHEN ") + column + "::text = '" + from + "' THEN '" + to +
                     "'::" + new_type_;
        return start + "CASE " + line + cases + "\n" + line + "ELSE " + same + line + "END" + line;
    }

    /// The default with labels renamed, cast to the new type.
    std::string converted_default(std::string const& old) const {
        auto const type = schema_.empty() ? name_ : schema_ + '.' + name_;
        if (old.starts_with("ARRAY["))
            return recast(renamed(old), type);
        auto const cast = old.find("::");
        // Python's find gives -1 where there is no cast, and a slice up to -1 loses the last character.
        auto const value = old.substr(0, cast == std::string::npos ? old.size() - !old.empty() : cast);
        return renamed(value) + "::" + type + (old.ends_with("[]") ? "[]" : "");
    }

    std::string renamed(std::string text) const {
        for (auto const& [from, to] : renames_)
            for (char const quote : {'\'', '"'}) {
                auto const sought = quote + from + quote;
                auto const wanted = quote + to + quote;
                for (std::size_t at = 0; (at = text.find(sought, at)) != std::string::npos; at += wanted.size())
                    text.replace(at, sought.size(), wanted);
            }
        return text;
    }

    /// Every `::type` becomes a cast to the new type.
    static std::string recast(std::string_view text, std::string const& type) {
        auto const belongs = [](char c) {
            return c == '.' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   static_cast<unsigned char>(c) >= 0x80U;
        };
        std::string result;
        for (std::size_t at = 0; at < text.size();) {
            auto end = at + 2;
            while (text.substr(at).starts_with("::") && end < text.size() && belongs(text[end]))
                ++end;
            if (end > at + 2) {
                result += "::" + type;
                at = end;
            } else
                result += text[at++];
        }
        return result;
    }

    directive_call const& call_;
    std::string schema_;
    std::string name_;
    std::string new_type_;
    std::string old_type_;
    renames renames_;
};

} // namespace

std::vector<directive> const& enum_sync_directives() {
    static std::vector<directive> const directives{
        {"sync_enum_values(enum_schema, enum_name, new_values, affected_columns, enum_values_to_rename=())",
         "",
         [](directive_call const& call) {
             synchronisation{call}.run();
             return python::value{};
         }},
    };
    return directives;
}

void add_enum_sync(python::module_registry& modules) {
    auto const column_type = std::make_shared<python::native_type>("ColumnType");
    column_type->set("COMMON", "COMMON").set("ARRAY", "ARRAY");
    for (auto const* where :
         {"alembic_postgresql_enum",
          "alembic_postgresql_enum.get_enum_data",
          "alembic_postgresql_enum.get_enum_data.types"}) {
        auto& module = modules.module(where);
        module.function(
            "TableReference(table_name, column_name, table_schema=..., column_type=None, existing_server_default=None)",
            make_reference,
            python::effect::none
        );
        module.set("ColumnType", column_type);
    }
}

} // namespace alembicore::sqlalchemy
