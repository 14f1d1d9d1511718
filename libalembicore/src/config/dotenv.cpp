#include "config/dotenv.hpp"

#include "config/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace alembicore::config {

namespace {

bool is_name_character(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// Reads assignments one after the other; a quoted value may span lines.
class dotenv_reader {
public:
    dotenv_reader(std::string_view text, variables const& environment) : rest_(text), environment_(environment) {}

    [[nodiscard]] variables read() {
        while (!rest_.empty()) {
            skip_blanks();
            read_assignment();
            skip_line();
        }
        return std::move(result_);
    }

private:
    void read_assignment() {
        if (rest_.starts_with("export ") || rest_.starts_with("export\t")) {
            rest_.remove_prefix(7);
            skip_blanks();
        }
        std::string key = read_name();
        skip_blanks();
        if (key.empty() || !rest_.starts_with('='))
            return;
        rest_.remove_prefix(1);
        skip_blanks();
        if (auto value = read_value())
            result_.insert_or_assign(std::move(key), *std::move(value));
    }

    std::optional<std::string> read_value() {
        if (rest_.starts_with('\''))
            return read_quoted('\'');
        if (rest_.starts_with('"')) {
            auto const quoted = read_quoted('"');
            return quoted ? std::optional{expanded(*quoted)} : std::nullopt;
        }
        auto const line = rest_.substr(0, rest_.find_first_of("\r\n"));
        return expanded(std::string{strip(without_comment(line))});
    }

    /// Absent when the quote is never closed; nothing is consumed then.
    std::optional<std::string> read_quoted(char quote) {
        std::string value;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == quote) {
                rest_.remove_prefix(i + 1);
                return value;
            }
            if (rest_[i] == '\\' && i + 1 < rest_.size())
                value += unescaped(rest_[++i], quote);
            else
                value += rest_[i];
        }
        return std::nullopt;
    }

    static std::string unescaped(char c, char quote) {
        if (c == '\\' || c == quote)
            return {c};
        static constexpr std::string_view letters = "abfnrtv";
        static constexpr std::string_view meanings = "\a\b\f\n\r\t\v";
        if (auto const i = letters.find(c); quote == '"' && i != std::string_view::npos)
            return {meanings[i]};
        if (quote == '"' && c == '\'')
            return {c};
        return {'\\', c};
    }

    static std::string_view without_comment(std::string_view line) noexcept {
        for (std::size_t i = 1; i < line.size(); ++i)
            if (line[i] == '#' && (line[i - 1] == ' ' || line[i - 1] == '\t'))
                return line.substr(0, i);
        return line.starts_with('#') ? std::string_view{} : line;
    }

    [[nodiscard]] std::string expanded(std::string_view value) const {
        std::string result;
        for (auto start = value.find("${"); start != std::string_view::npos; start = value.find("${")) {
            auto const end = value.find('}', start);
            if (end == std::string_view::npos)
                break;
            result += value.substr(0, start);
            result += looked_up(value.substr(start + 2, end - start - 2));
            value.remove_prefix(end + 1);
        }
        result += value;
        return result;
    }

    [[nodiscard]] std::string looked_up(std::string_view reference) const {
        auto const colon = reference.find(":-");
        std::string const name{reference.substr(0, colon)};
        for (auto const* const each : {&environment_, &result_})
            if (auto const found = each->find(name); found != each->end())
                return found->second;
        return colon == std::string_view::npos ? std::string{} : std::string{reference.substr(colon + 2)};
    }

    std::string read_name() {
        auto const end = std::ranges::find_if_not(rest_, is_name_character);
        auto const length = static_cast<std::size_t>(end - rest_.begin());
        std::string name{rest_.substr(0, length)};
        rest_.remove_prefix(length);
        return name;
    }

    void skip_blanks() noexcept { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

    void skip_line() noexcept {
        auto const end = rest_.find_first_of("\r\n");
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    }

    std::string_view rest_;
    variables const& environment_;
    variables result_;
};

} // namespace

variables parse_dotenv(std::string_view text, variables const& environment) {
    return dotenv_reader{text, environment}.read();
}

} // namespace alembicore::config
