#include "config/revision_config.hpp"

#include "config/text.hpp"
#include "config/written_password.hpp"

#include <algorithm>
#include <array>

namespace alembicore::config {

namespace {

bool is_word(char c) noexcept {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80U;
}

constexpr std::string_view blanks = " \t\r\n\\";

/// A chain of names, as `context.config.attributes`, and what is around it.
struct name_chain {
    std::string_view before; ///< all text before it, without blanks at its end
    std::string_view names;
    std::string_view after; ///< all text behind it, without blanks at its beginning

    [[nodiscard]] char previous() const noexcept { return before.empty() ? '\n' : before.back(); }

    [[nodiscard]] char next() const noexcept { return after.empty() ? '\n' : after.front(); }

    [[nodiscard]] bool ends_with_member(std::string_view name) const {
        return names.ends_with(name) && names.size() > name.size() && names[names.size() - name.size() - 1] == '.';
    }

    /// `from alembic import (op, context)`
    [[nodiscard]] bool is_imported() const {
        auto const open = before.rfind('(');
        auto const head = before.substr(0, open == std::string_view::npos ? before.size() : open);
        return strip_right(head).ends_with("import");
    }

    /// Handed to a call, kept in a container, or returned.
    [[nodiscard]] bool stands_alone() const {
        auto const word = before.substr(before.size() - std::min<std::size_t>(before.size(), 6));
        return (std::string_view{"(,=[{:*"}.find(previous()) != std::string_view::npos &&
                std::string_view{"),]}"}.find(next()) != std::string_view::npos) ||
               word.ends_with("return") || word.ends_with("yield");
    }
};

template <typename Visit>
void for_each_chain(std::string_view text, Visit&& visit) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        if (!is_word(text[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < text.size() && (is_word(text[end]) || text[end] == '.'))
            ++end;
        auto before = text.substr(0, at);
        before = before.substr(0, before.find_last_not_of(blanks) + 1);
        auto after = text.substr(end);
        after.remove_prefix(std::min(after.find_first_not_of(blanks), after.size()));
        visit(name_chain{before, text.substr(at, end - at), after});
        at = end;
    }
}

/// The text in quotes that a call's argument is, when nothing else belongs to that argument.
std::optional<std::string> quoted_argument(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (!text.empty() && (text.front() == 'u' || text.front() == 'U'))
        text.remove_prefix(1);
    if (text.empty() || (text.front() != '"' && text.front() != '\''))
        return std::nullopt;
    auto const end = text.find(text.front(), 1);
    if (end == std::string_view::npos)
        return std::nullopt;
    auto const content = text.substr(1, end - 1);
    auto const more = text.find_first_not_of(blanks, end + 1);
    bool const plain = !content.empty() && content.find_first_of("\\\n") == std::string_view::npos;
    bool const ends = more != std::string_view::npos && (text[more] == ',' || text[more] == ')');
    return plain && ends ? std::optional{lower(content)} : std::nullopt;
}

/// `set_main_option("name", …)`, `set_section_option("section", "name", …)`.
void note_setter(name_chain const& chain, option_changes& changes) {
    bool const in_section = chain.names.ends_with("set_section_option");
    std::optional<std::string> name;
    if (chain.next() == '(') {
        auto arguments = chain.after.substr(1);
        if (in_section)
            arguments.remove_prefix(std::min(arguments.find(','), arguments.size() - 1) + 1);
        name = quoted_argument(arguments);
    }
    if (name)
        changes.names.insert(*std::move(name));
    else
        changes.any = true;
}

bool only_reads(name_chain const& chain, std::string_view member) {
    auto const at = chain.names.find(member);
    if (at == std::string_view::npos)
        return true;
    auto const more = chain.names.substr(at + member.size());
    static constexpr std::array<std::string_view, 8> readers{
        ".get", ".items", ".keys", ".values", ".sections", ".options", ".has_section", ".has_option"};
    return std::ranges::find(readers, more) != readers.end();
}

/// The names that stand for Alembic's Config: what `context.config` is assigned to.
std::set<std::string_view> names_of_config(std::string_view text) {
    std::set<std::string_view> names;
    for_each_chain(text, [&](name_chain const& chain) {
        if (!chain.ends_with_member("config") || !chain.names.ends_with("context.config"))
            return;
        names.insert(chain.names);
        if (chain.previous() != '=')
            return;
        auto before = chain.before.substr(0, chain.before.size() - 1);
        auto const line = before.substr(before.rfind('\n') + 1); // npos + 1 is 0
        auto const name = strip(line.substr(0, line.find_first_of(":=")));
        names.insert(name);
    });
    return names;
}

} // namespace

void add_option_changes(std::string_view text, option_changes& changes) {
    auto const own_names = names_of_config(text);
    for_each_chain(text, [&](name_chain const& chain) {
        if (chain.names.ends_with("set_main_option") || chain.names.ends_with("set_section_option"))
            note_setter(chain, changes);
        if (chain.names.ends_with("remove_main_option") || !only_reads(chain, ".file_config"))
            changes.any = true;
        bool const item = chain.ends_with_member("attributes") && chain.next() == '[';
        auto const behind = strip(chain.after.substr(std::min(chain.after.find(']') + 1, chain.after.size())));
        bool const stored = item && !behind.starts_with("==") && behind.starts_with('=');
        if (!only_reads(chain, ".attributes") && (!item || stored))
            changes.attributes = true;
        bool const config = own_names.count(chain.names) != 0;
        if ((config || chain.names == "context") && chain.stands_alone() && !chain.is_imported()) {
            // Whoever gets it can do all of this.
            changes.any = true;
            changes.attributes = true;
        }
    });
}

revision_config const& bare_revision_config() {
    static revision_config const bare{.ini = parse_ini("", "[alembic]\n", {{"here", "."}}), .line = {}, .changes = {}};
    return bare;
}

bool holds_secret(revision_config const& config, std::string_view value) {
    if (value.find("://") != std::string_view::npos)
        return true;
    try {
        auto const url = config.ini.find(config.section, "sqlalchemy.url").value_or("");
        auto const password = written_password(url);
        return !password.empty() && value.find(password) != std::string_view::npos;
    } catch (error const&) {
        return true;
    }
}

} // namespace alembicore::config
