// The sure way to a header: over the syntax tree, following what Python would bind without running it.

#include "python/literal.hpp"
#include "script/revision_file.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::script {

namespace {

using kind = attribute_value::kind;
namespace syntax = python::syntax;

/// Whether a statement certainly runs when the module is loaded.
enum class execution { certain, conditional };

std::optional<attribute> attribute_named(std::string_view name) noexcept {
    auto const* const found = std::ranges::find(attribute_names, name);
    if (found == attribute_names.end())
        return std::nullopt;
    return static_cast<attribute>(found - attribute_names.begin());
}

std::string_view type_of(python::value const& item) {
    if (item.boolean())
        return "a truth value";
    if (item.integer() || item.number())
        return "a number";
    return item.get_if<python::bytes_pointer>() != nullptr ? "bytes" : "a value of another type";
}

/// Items of the literal collections that Alembic takes; nullopt for other values.
std::optional<std::vector<python::value>> items_of(python::value const& item) {
    if (auto const* const items = item.items())
        return *items;
    if (auto const* const set = item.get_if<python::set_pointer>())
        return (*set)->table.keys();
    if (auto const* const table = item.mapping())
        return table->keys();
    return std::nullopt;
}

attribute_value described(python::value const& item) {
    attribute_value made;
    if (item.is_none()) {
        made.holds = kind::none;
        return made;
    }
    if (auto const text = item.text()) {
        made.holds = kind::text;
        made.texts.emplace_back(*text);
        return made;
    }
    auto const items = items_of(item);
    made.holds = items ? kind::list : kind::other;
    if (!items) {
        made.reason = type_of(item);
        return made;
    }
    // A collection of one None means the same as None.
    if (items->size() == 1 && items->front().is_none()) {
        made.holds = kind::none;
        return made;
    }
    for (python::value const& each : *items) {
        auto const text = each.text();
        if (!text)
            return {
                .holds = kind::other, .texts = {}, .offset = 0, .reason = "a collection that holds not only strings"};
        made.texts.emplace_back(*text);
    }
    return made;
}

/// A value that no later statement can change behind its name.
bool is_immutable(python::value const& item) {
    return item.items() == nullptr || item.get_if<python::tuple_pointer>() != nullptr;
}

constexpr bool is_name_byte(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool mentions(std::string_view code, std::string_view name) noexcept {
    for (std::size_t at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
        bool const begins = at == 0 || !is_name_byte(code[at - 1]);
        std::size_t const end = at + name.size();
        if (begins && (end == code.size() || !is_name_byte(code[end])))
            return true;
    }
    return false;
}

/// Code with its string literals taken out; `code` is known to be valid.
std::string without_strings(std::string_view code) {
    std::string kept;
    while (!code.empty()) {
        std::size_t const plain = std::min(code.find_first_of("'\""), code.size());
        kept += code.substr(0, plain);
        code.remove_prefix(plain);
        if (code.empty())
            break;
        std::string const triple(3, code.front());
        std::string_view const quotes = code.substr(0, code.starts_with(triple) ? 3 : 1);
        std::size_t end = quotes.size();
        while (end < code.size() && !code.substr(end).starts_with(quotes))
            end += code[end] == '\\' ? 2 : 1;
        code.remove_prefix(std::min(end + quotes.size(), code.size()));
    }
    return kept;
}

bool mentions_any(std::string_view code, std::initializer_list<std::string_view> words) noexcept {
    return std::ranges::any_of(words, [&](std::string_view word) { return mentions(code, word); });
}

/// Modules whose star imports bring in no name that Alembic reads.
bool brings_no_attribute(std::string_view module) noexcept {
    std::string_view const package = module.substr(0, module.find('.'));
    return package == "alembic" || package == "sqlalchemy" || package == "typing" || package == "datetime" ||
           package == "__future__";
}

class reader {
public:
    explicit reader(python::source_module const& module) : module_(module) {}

    header read() {
        block(module_.body(), execution::certain);
        found_.docstring = assigned_docstring_ ? assigned_docstring_ : std::optional<std::string>{module_.docstring()};
        return std::move(found_);
    }

private:
    void block(syntax::block statements, execution how) {
        for (syntax::statement const* each : statements)
            statement(*each, how);
    }

    void statement(syntax::statement const& each, execution how) {
        using enum syntax::statement_kind;
        switch (each.kind) {
        case assign:
            return assignment(python::as<syntax::assign>(each), how);
        case annotate:
            return annotation(python::as<syntax::annotate>(each), how);
        case augment:
            return bind_unknown(*python::as<syntax::augment>(each).target, each, "it is changed in place");
        case function:
            return definition(python::as<syntax::function>(each).id, each, "a function");
        case class_:
            return definition(python::as<syntax::class_statement>(each).id, each, "a class");
        case import:
        case import_from:
            return importing(each);
        case if_:
            return condition(python::as<syntax::if_statement>(each), how);
        case for_:
            return loop(python::as<syntax::for_statement>(each));
        case while_: {
            auto const& loop = python::as<syntax::while_statement>(each);
            block(loop.body, execution::conditional);
            return block(loop.otherwise, execution::conditional);
        }
        case try_:
            return attempt(python::as<syntax::try_statement>(each));
        case with:
            return context(python::as<syntax::with_statement>(each));
        case delete_:
            for (syntax::expression const* target : python::as<syntax::delete_statement>(each).targets)
                bind_unknown(*target, each, "it is deleted");
            return;
        default:
            return other(each);
        }
    }

    void assignment(syntax::assign const& each, execution how) {
        notice_code(each);
        for (syntax::expression const* target : each.targets)
            bind(*target, each.value, each, how);
    }

    void annotation(syntax::annotate const& each, execution how) {
        if (each.value != nullptr)
            bind(*each.target, each.value, each, how);
    }

    /// Binds what `target = value` binds; pairs of tuples one by one.
    void bind(
        syntax::expression const& target, syntax::expression const* value, syntax::statement const& where, execution how
    ) {
        if (target.kind == syntax::expression_kind::name)
            return bind_name(python::as<syntax::name>(target).id, value, where, how);
        if (target.kind != syntax::expression_kind::tuple && target.kind != syntax::expression_kind::list)
            return;
        auto const targets = python::as<syntax::sequence>(target).items;
        bool const listed =
            value->kind == syntax::expression_kind::tuple || value->kind == syntax::expression_kind::list;
        if (!listed || python::as<syntax::sequence>(*value).items.size() != targets.size())
            return bind_unknown(target, where, "it is unpacked from a computed value");
        auto const values = python::as<syntax::sequence>(*value).items;
        auto const is_starred = [](syntax::expression const* item) {
            return item->kind == syntax::expression_kind::starred;
        };
        if (std::ranges::any_of(targets, is_starred) || std::ranges::any_of(values, is_starred))
            return bind_unknown(target, where, "it is unpacked from a computed value");
        for (std::size_t i = 0; i < targets.size(); ++i)
            bind(*targets[i], values[i], where, how);
    }

    void bind_name(
        std::string_view name, syntax::expression const* expression, syntax::statement const& where, execution how
    ) {
        if (how == execution::conditional)
            return bind_unknown_name(name, where, "it is assigned conditionally");
        auto const literal = python::literal_value(*expression, known_);
        if (name == "__doc__" && literal && literal->text())
            assigned_docstring_ = std::string{*literal->text()};
        if (auto const attribute = attribute_named(name))
            set(*attribute, where, literal ? described(*literal) : unknown("it is computed by " + shown(*expression)));
        else
            notice_function(name);
        if (literal && is_immutable(*literal))
            known_[name] = *literal;
        else
            known_.erase(name);
    }

    void bind_unknown(syntax::expression const& target, syntax::statement const& where, std::string_view reason) {
        using enum syntax::expression_kind;
        if (target.kind == name)
            return bind_unknown_name(python::as<syntax::name>(target).id, where, reason);
        if (target.kind == starred)
            return bind_unknown(*python::as<syntax::starred>(target).value, where, reason);
        if (target.kind == tuple || target.kind == list)
            for (syntax::expression const* each : python::as<syntax::sequence>(target).items)
                bind_unknown(*each, where, reason);
    }

    void bind_unknown_name(std::string_view name, syntax::statement const& where, std::string_view reason) {
        known_.erase(name);
        notice_function(name);
        if (auto const attribute = attribute_named(name))
            set(*attribute, where, unknown(std::string{reason}));
    }

    void definition(std::string_view name, syntax::statement const& where, std::string_view what) {
        known_.erase(name);
        notice_function(name);
        if (auto const attribute = attribute_named(name))
            set(*attribute, where, {.holds = kind::other, .texts = {}, .offset = 0, .reason = std::string{what}});
    }

    void importing(syntax::statement const& each) {
        bool const from = each.kind == syntax::statement_kind::import_from;
        std::string_view const module = from ? python::as<syntax::import_from>(each).module : std::string_view{};
        auto const names =
            from ? python::as<syntax::import_from>(each).names : python::as<syntax::import_statement>(each).names;
        for (syntax::import_name const& imported : names) {
            if (imported.dotted == "*")
                import_all(module, each);
            else
                bind_unknown_name(
                    imported.alias.empty() ? imported.dotted.substr(0, imported.dotted.find('.')) : imported.alias,
                    each,
                    "it is imported"
                );
        }
    }

    void import_all(std::string_view module, syntax::statement const& where) {
        known_.clear();
        if (brings_no_attribute(module))
            return;
        for (std::string_view const name : attribute_names)
            bind_unknown_name(name, where, "the star import may bring it in");
    }

    void condition(syntax::if_statement const& each, execution how) {
        for (syntax::if_branch const& branch : each.branches) {
            if (branch.condition != nullptr && is_for_type_checkers(*branch.condition))
                continue;
            bool const certain = each.branches.size() == 1 && is_true(branch.condition);
            block(branch.body, certain ? how : execution::conditional);
        }
    }

    static bool is_for_type_checkers(syntax::expression const& condition) noexcept {
        if (condition.kind == syntax::expression_kind::name)
            return python::as<syntax::name>(condition).id == "TYPE_CHECKING";
        return condition.kind == syntax::expression_kind::attribute &&
               python::as<syntax::attribute>(condition).id == "TYPE_CHECKING";
    }

    static bool is_true(syntax::expression const* condition) noexcept {
        return condition != nullptr && condition->kind == syntax::expression_kind::constant &&
               python::as<syntax::constant>(*condition).which == syntax::constant_kind::true_;
    }

    void loop(syntax::for_statement const& each) {
        bind_unknown(*each.target, each, "it is the variable of a loop");
        block(each.body, execution::conditional);
        block(each.otherwise, execution::conditional);
    }

    void attempt(syntax::try_statement const& each) {
        block(each.body, execution::conditional);
        for (syntax::except_clause const& handler : each.handlers)
            block(handler.body, execution::conditional);
        block(each.otherwise, execution::conditional);
        block(each.finally, execution::conditional);
    }

    void context(syntax::with_statement const& each) {
        for (syntax::with_item const& item : each.items)
            if (item.target != nullptr)
                bind_unknown(*item.target, each, "a with statement binds it");
        block(each.body, execution::conditional);
    }

    void other(syntax::statement const& each) {
        notice_code(each);
        // What has no node of its own here may bind any name that it mentions.
        if (each.kind != syntax::statement_kind::match && each.kind != syntax::statement_kind::unsupported)
            return;
        for (std::string_view const name : attribute_names)
            if (mentions(module_.text_of(each.range), name))
                bind_unknown_name(name, each, "it may be bound here");
    }

    /// Expressions that change module names, or lists behind them, without a statement that says so.
    void notice_code(syntax::statement const& each) {
        std::string_view const code = module_.text_of(each.range);
        std::string const names = without_strings(code);
        bool const reaches_all = mentions_any(names, {"globals", "locals", "vars", "exec", "eval"});
        bool const reaches_named = mentions(names, "setattr") || names.find(":=") != std::string::npos;
        for (std::string_view const name : attribute_names) {
            bool const is_list = found_[*attribute_named(name)].holds == kind::list;
            if (reaches_all || (reaches_named && mentions(code, name)) || (is_list && mentions(names, name)))
                bind_unknown_name(name, each, "this code may change it");
        }
    }

    void notice_function(std::string_view name) {
        found_.upgrade |= name == "upgrade";
        found_.downgrade |= name == "downgrade";
    }

    void set(attribute name, syntax::statement const& where, attribute_value value) {
        value.offset = where.range.begin;
        found_[name] = std::move(value);
    }

    static attribute_value unknown(std::string reason) {
        return {.holds = kind::unknown, .texts = {}, .offset = 0, .reason = std::move(reason)};
    }

    [[nodiscard]] std::string shown(syntax::expression const& expression) const {
        constexpr std::size_t longest = 60;
        std::string text{module_.text_of(expression.range).substr(0, longest)};
        std::ranges::replace(text, '\n', ' ');
        return text.size() < longest ? text : text + "…";
    }

    python::source_module const& module_;
    header found_;
    python::literal_names known_;
    std::optional<std::string> assigned_docstring_;
};

} // namespace

header read_header(std::string const& file, std::string const& source) {
    return reader{*python::parse_module(file, source)}.read();
}

} // namespace alembicore::script
