#include "script/file_name.hpp"

#include "script/text.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <string_view>

namespace alembicore::script {

namespace {

class formatter {
public:
    formatter(std::string_view file_template, file_name_tokens const& tokens)
        : template_(file_template), rest_(file_template), tokens_(tokens) {}

    std::string format() {
        std::string name;
        while (!rest_.empty()) {
            std::size_t const plain = std::min(rest_.find('%'), rest_.size());
            name += rest_.substr(0, plain);
            rest_.remove_prefix(plain);
            if (!rest_.empty())
                name += placeholder();
        }
        return name;
    }

private:
    std::string placeholder() {
        rest_.remove_prefix(1);
        if (rest_.starts_with('%')) {
            rest_.remove_prefix(1);
            return "%";
        }
        auto const& token = this->token();
        std::size_t const flag_count = std::min(rest_.find_first_not_of("-0"), rest_.size());
        std::string_view const flags = rest_.substr(0, flag_count);
        rest_.remove_prefix(flag_count);
        std::size_t const width = number();
        std::size_t precision = std::string::npos;
        if (rest_.starts_with('.')) {
            rest_.remove_prefix(1);
            precision = number();
        }
        return padded(converted(token, precision), flags, width);
    }

    file_name_tokens::mapped_type const& token() {
        std::size_t const end = rest_.find(')');
        if (!rest_.starts_with('(') || end == std::string_view::npos)
            refuse("a % needs a token in parentheses; write %% for the character itself");
        std::string_view const name = rest_.substr(1, end - 1);
        auto const found = tokens_.find(name);
        if (found == tokens_.end())
            refuse("there is no token '" + std::string{name} + "'");
        rest_.remove_prefix(end + 1);
        return found->second;
    }

    std::size_t number() {
        constexpr std::size_t longest = 200;
        std::size_t value = 0;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1))
            value = std::min(value * 10 + static_cast<std::size_t>(rest_.front() - '0'), longest);
        return value;
    }

    std::string converted(file_name_tokens::mapped_type const& token, std::size_t precision) {
        char const conversion = rest_.empty() ? '\0' : rest_.front();
        rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        auto const* const integer = std::get_if<std::int64_t>(&token);
        if (conversion == 's') {
            std::string text = integer != nullptr ? std::to_string(*integer) : std::get<std::string>(token);
            return precision == std::string::npos ? text : std::string{first_characters(text, precision)};
        }
        if (integer == nullptr || std::string_view{"diu"}.find(conversion) == std::string_view::npos)
            refuse("tokens are written with s, and numbers also with d");
        number_ = true;
        std::string digits = std::to_string(*integer);
        // For numbers, the precision is the fewest digits.
        if (precision != std::string::npos && digits.size() < precision)
            digits.insert(0, precision - digits.size(), '0');
        return digits;
    }

    std::string padded(std::string text, std::string_view flags, std::size_t width) {
        bool const number = number_;
        number_ = false;
        std::size_t const length = length_in_characters(text);
        if (length >= width)
            return text;
        if (flags.find('-') != std::string_view::npos)
            return text.append(width - length, ' ');
        bool const zeros = number && flags.find('0') != std::string_view::npos;
        return text.insert(0, width - length, zeros ? '0' : ' ');
    }

    [[noreturn]] void refuse(std::string why) const {
        throw error{
            errc::bad_configuration,
            "file_template " + std::string{template_} + " cannot be filled in: " + std::move(why),
            "its tokens are rev, slug, epoch, year, month, day, hour, minute and second, as in %(rev)s_%(slug)s"};
    }

    std::string_view template_;
    std::string_view rest_;
    file_name_tokens const& tokens_;
    bool number_ = false; ///< the value being formatted is written as a number
};

} // namespace

std::string render_file_name(std::string const& file_template, file_name_tokens const& tokens) {
    return formatter{file_template, tokens}.format();
}

} // namespace alembicore::script
