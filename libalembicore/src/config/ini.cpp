#include "config/ini.hpp"

#include "config/text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace alembicore::config {

namespace {

constexpr std::string_view default_section = "DEFAULT";
constexpr int deepest_interpolation = 10;
constexpr std::size_t longest_excerpt = 200;
constexpr std::size_t longest_value = 1U << 20U;

std::string clipped(std::string_view line) {
    if (line.size() <= longest_excerpt)
        return std::string{line};
    std::size_t end = longest_excerpt;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string{line.substr(0, end)};
}

error bad_ini(std::string message, source_place place, std::string remedy) {
    error_info info;
    info.code = errc::bad_configuration;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    // A value may hold a password; the line number is enough to find it.
    if (auto const end = place.excerpt.find_first_of("=:"); end != std::string::npos)
        place.excerpt.erase(end + 1);
    info.place = std::move(place);
    return error{std::move(info)};
}

std::size_t indent_of(std::string_view line) noexcept {
    std::size_t characters = 0;
    while (auto const length = leading_blank(line)) {
        line.remove_prefix(length);
        ++characters;
    }
    return line.empty() ? 0 : characters;
}

std::optional<std::string_view> section_header(std::string_view line) noexcept {
    auto const end = line.rfind(']');
    if (!line.starts_with('[') || end == std::string_view::npos || end < 2)
        return std::nullopt;
    return line.substr(1, end - 1);
}

} // namespace

/// Reads line by line; a value stays open for continuation lines until the next key or section.
class ini_reader {
public:
    ini_reader(std::string const& file, ini_document& document) : file_(file), document_(document) {}

    void read(std::string_view text) {
        for (auto const line : split_lines(text)) {
            ++number_;
            read_line(line);
        }
        close_value();
        if (malformed_)
            throw bad_ini(
                "a line is neither a section, nor a key with '=' or ':', nor the continuation of a value",
                *malformed_,
                "write it as 'key = value', indent it when it continues the value above, or put '#' before it"
            );
    }

private:
    void read_line(std::string_view line) {
        std::string_view const content = strip(line);
        if (content.starts_with('#') || content.starts_with(';'))
            return;
        if (content.empty()) {
            if (open_ != nullptr)
                lines_.emplace_back();
            return;
        }
        std::size_t const indent = indent_of(line);
        if (open_ != nullptr && indent > indent_) {
            lines_.push_back(content);
            return;
        }
        indent_ = indent;
        if (auto const header = section_header(content))
            start_section(*header, line);
        else
            start_value(content, line);
    }

    void start_section(std::string_view name, std::string_view line) {
        close_value();
        name_ = name;
        if (name == default_section) {
            section_ = &document_.defaults_;
            return;
        }
        auto const [position, is_new] = document_.sections_.try_emplace(std::string{name});
        if (!is_new)
            throw bad_ini(
                "section [" + clipped(name) + "] stands here a second time",
                place(line),
                "move its keys to the first [" + clipped(name) + "]"
            );
        section_ = &position->second;
    }

    void start_value(std::string_view content, std::string_view line) {
        if (section_ == nullptr)
            throw bad_ini("the file does not begin with a section", place(line), "put '[alembic]' before this line");
        auto const end = content.find_first_of("=:");
        if (end == std::string_view::npos || end == 0) {
            if (!malformed_)
                malformed_ = place(line);
            // As in Python, lines indented below a malformed one still belong to the value above it.
            if (end == 0)
                close_value();
            return;
        }
        close_value();
        std::string key = lower(strip_right(content.substr(0, end)));
        if (!seen_.emplace(name_, key).second)
            throw bad_ini(
                "key '" + clipped(key) + "' stands a second time in section [" + clipped(name_) + "]",
                place(line),
                "remove one of the two"
            );
        open_ = &(*section_)[std::move(key)];
        open_->place = place(line);
        lines_.push_back(strip(content.substr(end + 1)));
    }

    void close_value() {
        if (open_ == nullptr)
            return;
        std::string joined;
        for (auto const line : lines_) {
            joined += line;
            joined += '\n';
        }
        open_->raw = strip_right(joined);
        open_ = nullptr;
        lines_.clear();
    }

    [[nodiscard]] source_place place(std::string_view line) const {
        return {.file = file_, .line = number_, .column = 0, .excerpt = clipped(line)};
    }

    std::string const& file_;
    ini_document& document_;
    unsigned number_ = 0;
    std::size_t indent_ = 0;
    std::string name_;
    ini_section* section_ = nullptr;
    ini_value* open_ = nullptr;
    std::vector<std::string_view> lines_;
    std::set<std::pair<std::string, std::string>> seen_;
    std::optional<source_place> malformed_;
};

namespace {

/// Resolves `%(name)s` and `%%` in one value. `look_up` gives the raw value of a name, null when there is none.
template <typename LookUp>
class interpolation {
public:
    interpolation(std::string_view section, std::string_view key, source_place place, LookUp look_up)
        : subject_("key '" + std::string{key} + "' in section [" + std::string{section} + "]"),
          place_(std::move(place)), look_up_(std::move(look_up)) {}

    [[nodiscard]] std::string resolve(std::string_view raw) {
        resolve(raw, 1);
        return std::move(result_);
    }

private:
    void resolve(std::string_view rest, int depth) {
        if (depth > deepest_interpolation)
            throw fail("refers to itself, or through more than 10 other keys", "shorten the chain of %(name)s");
        for (auto percent = rest.find('%'); percent != std::string_view::npos; percent = rest.find('%')) {
            result_ += rest.substr(0, percent);
            rest.remove_prefix(percent);
            if (rest.starts_with("%%")) {
                result_ += '%';
                rest.remove_prefix(2);
            } else {
                rest.remove_prefix(resolve_reference(rest, depth));
            }
        }
        result_ += rest;
    }

    /// Gives the length of the reference.
    std::size_t resolve_reference(std::string_view rest, int depth) {
        auto const end = rest.find(')');
        bool const well_formed =
            rest.starts_with("%(") && end != std::string_view::npos && end > 2 && rest.substr(end + 1).starts_with('s');
        if (!well_formed)
            throw fail("has a '%' that is neither '%%' nor '%(name)s'", "write '%%' for a percent sign");
        std::string const name = lower(rest.substr(2, end - 2));
        std::string const* const value = look_up_(name);
        if (value == nullptr)
            throw fail(
                "refers to %(" + name + ")s, which is no key of the section or of [DEFAULT]",
                "define '" + name + "' there, or write '%%' for a percent sign"
            );
        if (value->find('%') != std::string::npos)
            resolve(*value, depth + 1);
        else
            result_ += *value;
        if (result_.size() > longest_value)
            throw fail("grows beyond a megabyte through what it refers to", "shorten the values it refers to");
        return end + 2;
    }

    [[nodiscard]] error fail(std::string const& what, std::string remedy) const {
        return bad_ini(subject_ + " " + what, place_, std::move(remedy));
    }

    std::string subject_;
    source_place place_;
    LookUp look_up_;
    std::string result_;
};

} // namespace

ini_document::ini_document(std::map<std::string, std::string> const& defaults) {
    for (auto const& [key, value] : defaults)
        defaults_[lower(key)] = ini_value{.raw = value, .place = {}};
}

bool ini_document::has_section(std::string_view section) const {
    return sections_.find(section) != sections_.end();
}

ini_value const* ini_document::value(ini_section const& section, std::string_view key) const {
    if (auto const own = section.find(key); own != section.end())
        return &own->second;
    auto const inherited = defaults_.find(key);
    return inherited == defaults_.end() ? nullptr : &inherited->second;
}

std::optional<std::string> ini_document::find(std::string_view section, std::string_view key) const {
    auto const found = sections_.find(section);
    if (found == sections_.end())
        return std::nullopt;
    auto const* const wanted = value(found->second, key);
    if (wanted == nullptr)
        return std::nullopt;
    auto const look_up = [&](std::string_view name) {
        auto const* const other = value(found->second, name);
        return other == nullptr ? nullptr : &other->raw;
    };
    return interpolation{section, key, wanted->place, look_up}.resolve(wanted->raw);
}

std::optional<source_place> ini_document::place_of(std::string_view section, std::string_view key) const {
    auto const found = sections_.find(section);
    auto const* const wanted = found == sections_.end() ? nullptr : value(found->second, key);
    if (wanted == nullptr || wanted->place.line == 0)
        return std::nullopt;
    return wanted->place;
}

std::vector<std::string> ini_document::keys(std::string_view section) const {
    std::set<std::string> names;
    auto const found = sections_.find(section);
    if (found == sections_.end())
        return {};
    for (auto const* const each : {&found->second, &defaults_})
        for (auto const& [key, value] : *each)
            names.insert(key);
    return {names.begin(), names.end()};
}

std::vector<std::string> ini_document::ordered_keys(std::string_view section) const {
    auto const found = sections_.find(section);
    if (found == sections_.end())
        return {};
    std::vector<std::string> ordered;
    auto const add = [&](ini_section const& from) {
        auto const begin = static_cast<std::ptrdiff_t>(ordered.size());
        for (auto const& [key, value] : from)
            if (&from == &defaults_ || defaults_.find(key) == defaults_.end())
                ordered.push_back(key);
        std::ranges::stable_sort(ordered.begin() + begin, ordered.end(), {}, [&](std::string const& key) {
            return from.find(key)->second.place.line;
        });
    };
    add(defaults_);
    add(found->second);
    return ordered;
}

ini_document
parse_ini(std::string const& file, std::string_view text, std::map<std::string, std::string> const& defaults) {
    ini_document document{defaults};
    ini_reader{file, document}.read(text);
    return document;
}

} // namespace alembicore::config
