// Annotations of mapped attributes: `Mapped[Optional[int]]`.
#include "sqlalchemy/model.hpp"
#include "sqlalchemy/modules.hpp"

#include "python/typing_form.hpp"
#include "python/unknown.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace alembicore::sqlalchemy {

namespace {

using python::as;
using python::evaluation;
namespace syntax = python::syntax;
using syntax::expression_kind;

/// The text of an annotation, as long as the evaluation lives.
class annotation_source final : public python::object {
public:
    explicit annotation_source(std::string text) : module_{python::parse_module("annotation", std::move(text))} {}

    [[nodiscard]] std::string type_name() const override { return "annotation"; }

    [[nodiscard]] python::source_module const& module() const noexcept { return *module_; }

    /// Null: something else than an expression.
    [[nodiscard]] syntax::expression const* expression() const noexcept {
        auto const body = module_->body();
        bool const one = body.size() == 1 && body.front()->kind == syntax::statement_kind::expression;
        return one ? as<syntax::expression_statement>(*body.front()).value : nullptr;
    }

private:
    std::shared_ptr<python::source_module const> module_;
};

constexpr std::pair<std::string_view, std::string_view> types[] = {
    {"int", "Integer"},
    {"str", "String"},
    {"bool", "Boolean"},
    {"float", "Float"},
    {"bytes", "LargeBinary"},
    {"datetime", "DateTime"},
    {"date", "Date"},
    {"time", "Time"},
    {"timedelta", "Interval"},
    {"Decimal", "Numeric"},
    {"UUID", "Uuid"},
};

/// The last name of `a.b.c`; empty: something else.
std::string_view last_name(syntax::expression const& node) {
    if (node.kind == expression_kind::name)
        return as<syntax::name>(node).id;
    return node.kind == expression_kind::attribute ? as<syntax::attribute>(node).id : std::string_view{};
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

bool is_wrapper(std::string_view name) {
    return is_one_of(name, {"Mapped", "DynamicMapped", "WriteOnlyMapped"});
}

bool is_collection(std::string_view name) {
    return is_one_of(
        name, {"list", "List", "set", "Set", "Sequence", "MutableSequence", "Collection", "MutableSet", "Iterable"}
    );
}

class annotation_reader {
public:
    annotation_reader(evaluation& run, std::string_view module, declarative_settings const& settings)
        : run_{run}, module_{module}, settings_{settings} {}

    /// nullopt: it is not wrapped.
    [[nodiscard]] std::optional<annotated_type> read_mapped(std::string const& text) {
        auto const source = parse(text);
        auto const* node = source->expression();
        if (node == nullptr)
            return std::nullopt;
        if (node->kind == expression_kind::constant && as<syntax::constant>(*node).which == syntax::constant_kind::text)
            return read_mapped(std::string{as<syntax::constant>(*node).text});
        if (node->kind != expression_kind::subscript || !is_wrapper(last_name(*as<syntax::subscript>(*node).object)))
            return std::nullopt;
        read_inner(*source, *as<syntax::subscript>(*node).index);
        read_.collection = read_.collection || last_name(*as<syntax::subscript>(*node).object) != "Mapped";
        return std::move(read_);
    }

    [[nodiscard]] annotated_type read_plain(std::string const& text) {
        auto const source = parse(text);
        if (auto const* node = source->expression())
            read_inner(*source, *node);
        return std::move(read_);
    }

private:
    using source_pointer = std::shared_ptr<annotation_source>;

    [[nodiscard]] source_pointer parse(std::string const& text) {
        auto made = std::make_shared<annotation_source>(text);
        run_.keep(made);
        return made;
    }

    void read_inner(annotation_source const& source, syntax::expression const& node) {
        run_.check_stack();
        switch (node.kind) {
        case expression_kind::constant:
            return read_constant(as<syntax::constant>(node));
        case expression_kind::binary:
            read_inner(source, *as<syntax::binary>(node).left);
            return read_inner(source, *as<syntax::binary>(node).right);
        case expression_kind::subscript:
            return read_subscript(source, as<syntax::subscript>(node));
        case expression_kind::name:
        case expression_kind::attribute:
            return read_name(source, node);
        default:
            read_.unknown = python::not_evaluable(
                "the annotation " + std::string{source.module().text_of(node.range)} + " of a model"
            );
        }
    }

    void read_constant(syntax::constant const& node) {
        if (node.which == syntax::constant_kind::none) {
            read_.optional = true;
        } else if (node.which == syntax::constant_kind::text) {
            auto const inner = parse(std::string{node.text});
            if (auto const* expression = inner->expression())
                read_inner(*inner, *expression);
        }
    }

    void read_subscript(annotation_source const& source, syntax::subscript const& node) {
        auto const name = last_name(*node.object);
        std::vector<syntax::expression const*> arguments{node.index};
        if (node.index->kind == expression_kind::tuple) {
            auto const items = as<syntax::sequence>(*node.index).items;
            arguments.assign(items.begin(), items.end());
        }
        if (name == "Optional" || name == "Union") {
            read_.optional = read_.optional || name == "Optional";
            for (auto const* each : arguments)
                read_inner(source, *each);
        } else if (name == "Annotated") {
            read_value(run_.evaluate_in(module_, source.module(), node));
        } else if (name == "Literal") {
            read_literal(source, arguments);
        } else {
            read_generic(source, node, *arguments.front(), is_collection(name));
        }
    }

    /// `list["Child"]`, or a type of type_annotation_map such as `dict[str, Any]`.
    void read_generic(
        annotation_source const& source, syntax::subscript const& node, syntax::expression const& first, bool collection
    ) {
        auto const origin = run_.evaluate_in(module_, source.module(), *node.object);
        if (auto const type = mapped_type(origin)) {
            read_.type = type;
            return;
        }
        if (!collection) {
            read_.unknown =
                python::not_evaluable("the type of the annotation " + std::string{source.module().text_of(node.range)});
            return;
        }
        read_.collection = true;
        read_.target = name_in(source, first);
    }

    [[nodiscard]] static std::string name_in(annotation_source const& source, syntax::expression const& node) {
        if (node.kind == expression_kind::constant)
            return std::string{as<syntax::constant>(node).text};
        return std::string{source.module().text_of(node.range)};
    }

    void read_literal(annotation_source const& source, std::vector<syntax::expression const*> const& items) {
        std::vector<python::value> labels;
        for (auto const* each : items)
            labels.push_back(run_.evaluate_in(module_, source.module(), *each));
        read_labels(labels);
    }

    /// Literal["a", "b"] is VARCHAR of the longest label.
    void read_labels(std::vector<python::value> const& labels) {
        python::arguments given{.positional = labels, .keyword = {}};
        given.keyword.emplace_back("native_enum", python::value{false});
        if (auto const* literal = settings_.annotation_types ? find_literal() : nullptr; literal != nullptr)
            read_.unknown = python::not_evaluable("Literal in a type_annotation_map");
        else
            read_.type = type_of(run_, run_.call(*revision_modules().find("sqlalchemy")->find("Enum"), given));
    }

    [[nodiscard]] python::value const* find_literal() const {
        auto const* form = revision_modules().find("typing")->find("Literal");
        return settings_.annotation_types->find(*form);
    }

    void read_name(annotation_source const& source, syntax::expression const& node) {
        read_.target = source.module().text_of(node.range);
        try {
            read_value(run_.evaluate_in(module_, source.module(), node));
        } catch (error const& why) {
            if (why.code() != errc::not_evaluable)
                throw;
            read_.unknown = why;
        }
    }

    /// Errors of the type stay with the type: an annotation may also say where a relationship leads.
    void read_value(python::value const& given) {
        if (given.is_none()) {
            read_.optional = true;
        } else if (auto const unknown = given.as<python::unknown_object>()) {
            read_.unknown = unknown->refusal();
        } else if (auto const* alternatives = given.items()) {
            for (auto const& each : *alternatives)
                read_value(each);
        } else if (given.as<model_class>()) {
            read_.target = given.as<model_class>()->name();
        } else if (auto const type = mapped_type(given)) {
            read_.type = type;
        } else if (auto const form = given.as<python::typing_form>()) {
            read_form(*form);
        } else {
            read_type(given);
        }
    }

    void read_form(python::typing_form const& form) {
        auto const& arguments = form.arguments();
        if (form.name() == "Literal")
            return read_labels(arguments);
        if (arguments.empty() || !is_one_of(form.name(), {"Annotated", "Optional", "Union", "NewType"})) {
            read_.unknown = python::not_evaluable("the type of the annotation " + form.name());
            return;
        }
        read_.optional = read_.optional || form.name() == "Optional";
        if (form.name() == "Union") {
            for (auto const& each : arguments)
                read_value(each);
            return;
        }
        read_value(arguments.front());
        for (std::size_t at = 1; form.name() == "Annotated" && at < arguments.size(); ++at)
            if (auto const column = arguments[at].as<column_value>())
                read_.columns.push_back(column);
    }

    /// By type_annotation_map.
    [[nodiscard]] type_pointer mapped_type(python::value const& key) {
        if (settings_.annotation_types_unknown || !settings_.annotation_types || key.as_object() == nullptr)
            return nullptr;
        auto const* found = settings_.annotation_types->find(key);
        return found == nullptr ? nullptr : type_of(run_, *found);
    }

    void read_type(python::value const& given) {
        if (settings_.annotation_types_unknown) {
            read_.unknown = settings_.annotation_types_unknown;
            return;
        }
        auto const type = given.as<python::type_object>();
        auto const own = given.as<python::user_class>();
        if (own) {
            if (is_enumeration(given))
                return read_enumeration(given);
            read_.unknown = python::not_evaluable("the type of the annotation " + own->name());
            return;
        }
        if (type)
            for (auto const& [name, sql] : types)
                if (name == type->name()) {
                    read_.type = type_of(run_, *revision_modules().find("sqlalchemy")->find(sql));
                    return;
                }
        read_.unknown = python::not_evaluable("the type of the annotation " + run_.repr(given));
    }

    [[nodiscard]] bool is_enumeration(python::value const& given) {
        auto const base = revision_modules().find("enum")->find("Enum")->as<python::type_object>();
        auto const type = given.as<python::type_object>();
        return base && type && type != base && type->derives_from(*base);
    }

    void read_enumeration(python::value const& given) {
        auto const* base = revision_modules().find("enum")->find("Enum");
        python::arguments arguments{.positional = {given}, .keyword = {}};
        if (auto const* entry = settings_.annotation_types ? settings_.annotation_types->find(*base) : nullptr) {
            auto const type = type_of(run_, *entry);
            if (!type || !type->traits().generic) {
                read_.unknown = python::not_evaluable("an enum by the entry of enum.Enum in a type_annotation_map");
                return;
            }
            type->traits().generic->mapping()->for_each([&](python::value const& key, python::value const& item) {
                arguments.keyword.emplace_back(arguments.keep_name(*key.text()), item);
            });
        }
        read_.type = type_of(run_, run_.call(*revision_modules().find("sqlalchemy")->find("Enum"), arguments));
    }

    evaluation& run_;
    std::string module_;
    declarative_settings const& settings_;
    annotated_type read_{};
};

} // namespace

std::optional<annotated_type> read_annotation(
    evaluation& run, std::string_view module, std::string const& annotation, declarative_settings const& settings
) {
    if (annotation.find("Mapped") == std::string::npos)
        return std::nullopt;
    return annotation_reader{run, module, settings}.read_mapped(annotation);
}

annotated_type read_plain_annotation(
    evaluation& run, std::string_view module, std::string const& annotation, declarative_settings const& settings
) {
    return annotation_reader{run, module, settings}.read_plain(annotation);
}

std::shared_ptr<column_value> merged_column(column_value const& given, column_value const& annotated) {
    auto options = given.options();
    auto const& more = annotated.options();
    options.primary_key = options.primary_key || more.primary_key;
    options.unique = options.unique || more.unique;
    options.indexed = options.indexed || more.indexed;
    options.system = options.system || more.system;
    if (options.autoincrement == autoincrement_flag::automatic)
        options.autoincrement = more.autoincrement;
    if (!options.nullable)
        options.nullable = more.nullable;
    if (options.default_kind == client_default::none) {
        options.default_kind = more.default_kind;
        options.client_value = more.client_value;
    }
    if (!options.updated_by_client) {
        options.updated_by_client = more.updated_by_client;
        options.client_update = more.client_update;
    }
    if (!options.server_default && !options.fetched && !options.identity && !options.computed) {
        options.server_default = more.server_default;
        options.fetched = more.fetched;
        options.identity = more.identity;
        options.computed = more.computed;
        options.unknown_default = more.unknown_default;
    }
    if (!options.comment)
        options.comment = more.comment;
    options.checks.insert(options.checks.end(), more.checks.begin(), more.checks.end());
    options.foreign_keys.insert(options.foreign_keys.end(), more.foreign_keys.begin(), more.foreign_keys.end());
    if (options.sort_order == 0)
        options.sort_order = more.sort_order;
    auto type = given.value_type();
    if (!type && !options.unknown_type) {
        type = annotated.value_type();
        options.unknown_type = more.unknown_type;
    }
    return std::make_shared<column_value>(std::move(options), std::move(type));
}

} // namespace alembicore::sqlalchemy
