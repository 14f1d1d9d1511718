#include "python/syntax.hpp"

#include "base/place.hpp"
#include "python/brackets.hpp"
#include "python/cst.hpp"
#include "python/depth_scan.hpp"
#include "python/indentation.hpp"
#include "python/tree_builder.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <utility>

namespace alembicore::python {

namespace {

/// Python reads every line end as \n.
std::string with_unix_line_ends(std::string&& text) {
    if (text.find('\r') == std::string::npos)
        return std::move(text);
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            result += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n')
            result += '\n';
    }
    return result;
}

error invalid(std::string const& what, source_place place) {
    error_info info;
    info.code = errc::syntax_error;
    info.message = "invalid Python: " + what;
    info.remedy = "correct the file; python3 -m py_compile shows what Python makes of it";
    info.place = std::move(place);
    return error{std::move(info)};
}

/// The first word or sign of a text, for a message.
std::string first_token(std::string_view text) {
    auto const is_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c >= 0x80; };
    auto const length = std::ranges::find_if_not(text, is_word) - text.begin();
    return std::string{text.substr(0, std::max<std::size_t>(static_cast<std::size_t>(length), 1))};
}

error parse_error(source_module const& module, cst::fault const& found) {
    if (auto const bracket = find_bracket_fault(module.text()))
        return invalid(bracket->message, base::place_at(module.file(), module.text(), bracket->offset));
    auto range = found.where.range();
    // An unexpected piece starts at its first character that is not white space.
    auto const text = module.text();
    while (found.missing.empty() && range.begin < range.end && (text[range.begin] == ' ' || text[range.begin] == '\n'))
        ++range.begin;
    if (!found.missing.empty())
        return invalid(std::string{found.missing} + " is missing here", module.place_of(range));
    auto const token = first_token(text.substr(range.begin));
    bool const alone = token.size() >= range.end - range.begin;
    return invalid(alone ? "'" + token + "' is not expected here" : "this is not expected here", module.place_of(range));
}

error unprintable(source_module const& module, std::uint32_t at) {
    std::array<char, 8> code{};
    std::snprintf(code.data(), code.size(), "U+%04X", static_cast<unsigned char>(module.text()[at]));
    error_info info;
    info.code = errc::syntax_error;
    info.message = "invalid Python: a non-printable character " + std::string{code.data()};
    info.remedy = "remove it";
    info.place = module.place_of({at, at + 1});
    return error{std::move(info)};
}

/// The parser keeps what it drops after an error as one node, and counts the children of a node in 16 bits.
constexpr std::size_t most_pending = 60'000;

void require_shallow(source_module const& module) {
    auto const text = module.text();
    if (text.size() < most_pending || deepest_pending(text) < most_pending)
        return;
    error_info info;
    info.code = errc::evaluation_limit;
    info.message =
        module.file() + " has an expression of more than " + std::to_string(most_pending) + " unfinished parts";
    info.remedy = "split the expression";
    info.place = source_place{.file = module.file(), .line = 0, .column = 0, .excerpt = {}};
    throw error{std::move(info)};
}

error indentation_error(source_module const& module, indentation_fault const& found) {
    error_info info;
    info.code = errc::syntax_error;
    info.message = "invalid Python: " + found.message;
    info.remedy = "indent the lines of one block alike, with blanks only";
    info.place = base::place_at(module.file(), module.text(), found.offset);
    return error{std::move(info)};
}

error too_slow(source_module const& module) {
    error_info info;
    info.code = errc::evaluation_limit;
    info.message = "reading " + module.file() + " takes too long";
    info.place = source_place{.file = module.file(), .line = 0, .column = 0, .excerpt = {}};
    return error{std::move(info)};
}

syntax::function const* last_function(syntax::block block, std::string_view id) noexcept;

syntax::function const* function_in(syntax::statement const& statement, std::string_view id) noexcept {
    if (statement.kind == syntax::statement_kind::function) {
        auto const& function = as<syntax::function>(statement);
        return function.id == id ? &function : nullptr;
    }
    syntax::function const* found = nullptr;
    if (statement.kind == syntax::statement_kind::if_)
        for (auto const& branch : as<syntax::if_statement>(statement).branches)
            if (auto const* inner = last_function(branch.body, id))
                found = inner;
    if (statement.kind == syntax::statement_kind::try_)
        found = last_function(as<syntax::try_statement>(statement).body, id);
    return found;
}

syntax::function const* last_function(syntax::block block, std::string_view id) noexcept {
    syntax::function const* found = nullptr;
    for (auto const* statement : block)
        if (auto const* inner = function_in(*statement, id))
            found = inner;
    return found;
}

} // namespace

source_module::source_module(std::string file, std::string text)
    : file_(std::move(file)), text_(with_unix_line_ends(std::move(text))), memory_(4 * text_.size() + 1024) {
    require_shallow(*this);
    auto const tree = cst::parse(text_);
    if (!tree)
        throw too_slow(*this);
    auto const fault = cst::find_fault(tree);
    auto const indentation = find_indentation_fault(text_);
    if (indentation && (!fault.where || indentation->offset <= fault.where.range().begin))
        throw indentation_error(*this, *indentation);
    if (fault.where)
        throw parse_error(*this, fault);
    if (auto const at = cst::find_unprintable(tree, text_))
        throw unprintable(*this, *at);
    body_ = tree_builder{*this, memory_, tree}.build_module(cst::root(tree));
}

source_module::~source_module() = default;

std::string_view source_module::text_of(source_range range) const noexcept {
    return text().substr(range.begin, range.end - range.begin);
}

source_place source_module::place_of(source_range range) const {
    return base::place_at(file_, text_, range.begin);
}

std::string_view source_module::docstring() const noexcept {
    if (body_.empty() || body_.front()->kind != syntax::statement_kind::expression)
        return {};
    auto const& value = *as<syntax::expression_statement>(*body_.front()).value;
    if (value.kind != syntax::expression_kind::constant)
        return {};
    auto const& constant = as<syntax::constant>(value);
    return constant.which == syntax::constant_kind::text ? constant.text : std::string_view{};
}

syntax::function const* source_module::find_function(std::string_view id) const noexcept {
    return last_function(body_, id);
}

std::shared_ptr<source_module const> parse_module(std::string file, std::string text) {
    return std::make_shared<source_module const>(std::move(file), std::move(text));
}

} // namespace alembicore::python
