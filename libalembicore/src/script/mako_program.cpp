// From the parts of a template to the Python module that writes its output, as Mako does it.

#include "script/mako.hpp"

#include <algorithm>
#include <array>

namespace alembicore::script {

namespace {

/// A string literal of Python.
std::string quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string literal = "'";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '\\' || c == '\'')
            literal.append(1, '\\').append(1, c);
        else if (c == '\n')
            literal += "\\n";
        else if (byte < 0x20 || byte == 0x7F)
            literal.append("\\x").append(1, digits[byte >> 4U]).append(1, digits[byte & 0xFU]);
        else
            literal += c;
    }
    return literal + "'";
}

std::string filtered(mako_node const& node) {
    auto const has = [&](std::string_view name) { return std::ranges::find(node.filters, name) != node.filters.end(); };
    std::string value = "(" + node.text + "\n)";
    if (!has("n"))
        value = "str" + value;
    for (std::string const& filter : node.filters) {
        if (filter == "n")
            continue;
        if (filter == "trim")
            value = "(" + value + ").strip()";
        else
            value = (filter == "unicode" ? "str" : filter) + "(" + value + ")";
    }
    return value;
}

/// `else`, `except` and the like go on with the block that is open.
bool continues_block(std::string_view line) noexcept {
    constexpr std::array<std::string_view, 4> keywords{"else", "elif", "except", "finally"};
    return std::ranges::any_of(keywords, [&](std::string_view keyword) { return line.starts_with(keyword); });
}

class generator {
public:
    mako_program generate(std::vector<mako_node> const& nodes, std::string_view preamble) {
        add(preamble, 0);
        for (mako_node const& node : nodes)
            if (node.part == mako_part::module_code)
                add(node.text, node.offset);
        for (mako_node const& node : nodes)
            add(node);
        return std::move(made_);
    }

private:
    void add(mako_node const& node) {
        switch (node.part) {
        case mako_part::text:
            return write(quoted(node.text), node.offset);
        case mako_part::expression:
            return write(filtered(node), node.offset);
        case mako_part::code:
            return add(node.text, node.offset);
        case mako_part::control:
            if (continues_block(node.text))
                --depth_;
            add(node.text, node.offset);
            ++depth_;
            return add("pass", node.offset);
        case mako_part::end_control:
            --depth_;
            return;
        case mako_part::module_code:
            return;
        }
    }

    void write(std::string const& value, std::size_t offset) {
        add(std::string{mako_write_name} + "(" + value + ")", offset);
    }

    void add(std::string_view code, std::size_t offset) {
        while (!code.empty()) {
            std::size_t const end = std::min(code.find('\n'), code.size());
            made_.python.append(4 * depth_, ' ').append(code.substr(0, end)).append(1, '\n');
            made_.offsets.push_back(offset);
            code.remove_prefix(std::min(end + 1, code.size()));
        }
    }

    mako_program made_;
    std::size_t depth_ = 0;
};

} // namespace

mako_program render_python(std::vector<mako_node> const& nodes, std::string_view preamble) {
    return generator{}.generate(nodes, preamble);
}

} // namespace alembicore::script
