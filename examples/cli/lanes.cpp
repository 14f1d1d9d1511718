#include "lanes.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace alembicore::cli {

namespace {

// A cell of the drawing is the set of sides its line reaches.
constexpr unsigned up = 1;
constexpr unsigned down = 2;
constexpr unsigned left = 4;
constexpr unsigned right = 8;

struct cell {
    unsigned sides = 0;
    bool dotted = false;
    bool gap_line = false;   ///< the line goes on through the gap to the next cell
    bool gap_dotted = false; ///< … dotted
};

constexpr std::array<char const*, 16> box_glyphs{
    " ", "╵", "╷", "│", "╴", "╯", "╮", "┤", "╶", "╰", "╭", "├", "─", "┴", "┬", "┼"};
constexpr std::array<char const*, 16> ascii_glyphs{
    " ", "|", "|", "|", "-", "'", ".", "|", "-", "'", ".", "|", "-", "'", ".", "+"};

std::string_view glyph(cell const& one, bool unicode) {
    if (one.dotted && one.sides == (up | down))
        return unicode ? "┊" : ":";
    if (one.dotted && one.sides == (left | right))
        return unicode ? "┄" : "~";
    return unicode ? box_glyphs[one.sides] : ascii_glyphs[one.sides];
}

std::string_view gap_glyph(cell const& one, bool unicode) {
    if (!one.gap_line)
        return " ";
    if (one.gap_dotted)
        return unicode ? "┄" : "~";
    return unicode ? "─" : "-";
}

std::string_view symbol_of(lane_node const& node, bool unicode) {
    if (node.ghost)
        return unicode ? "◌" : "?";
    if (node.broken)
        return unicode ? "✗" : "!";
    switch (node.state) {
    case revision_state::unknown:
        return unicode ? "•" : "*";
    case revision_state::pending:
        return unicode ? "○" : "o";
    case revision_state::applied:
        return unicode ? "●" : "x";
    case revision_state::current:
        break;
    }
    return unicode ? "◉" : "@";
}

style style_of(lane_node const& node) {
    if (node.ghost || node.broken)
        return style::red;
    switch (node.state) {
    case revision_state::unknown:
        return style::bold;
    case revision_state::pending:
        return style::yellow;
    case revision_state::applied:
        return style::green;
    case revision_state::current:
        break;
    }
    return style::bold_cyan;
}

style style_of_lane(std::size_t column) {
    constexpr std::array styles{style::blue, style::magenta, style::cyan, style::green, style::yellow, style::red};
    return styles[column % styles.size()];
}

struct lane {
    std::string to; ///< the id it leads to; empty = free
    link_style style = link_style::solid;
};

struct row {
    std::vector<cell> cells;
    lane_node const* node = nullptr; ///< null: a row of lines only
    std::size_t column = 0;
};

/// Keeps the lanes that are open while rows are made from top to bottom.
class lane_board {
public:
    explicit lane_board(std::vector<lane_node> const& nodes) {
        for (auto const& node : nodes)
            drawn_.insert(node.id);
        for (auto const& node : nodes)
            add(node);
    }

    [[nodiscard]] std::vector<row> const& rows() const noexcept { return rows_; }

private:
    void add(lane_node const& node) {
        auto const column = find_column(node.id);
        join_lanes(node.id, column);
        row drawn{vertical_cells(), &node, column};
        rows_.push_back(std::move(drawn));
        lanes_[column] = {};
        std::vector<lane_link> links;
        for (auto const& link : node.links)
            if (drawn_.contains(link.to))
                links.push_back(link);
        open_lanes(column, links);
        while (!lanes_.empty() && lanes_.back().to.empty())
            lanes_.pop_back();
    }

    /// The leftmost lane that leads to this id, else a free one.
    std::size_t find_column(std::string const& id) {
        auto const waiting = std::ranges::find(lanes_, id, &lane::to);
        auto const column =
            waiting == lanes_.end() ? free_column(0) : static_cast<std::size_t>(waiting - lanes_.begin());
        lanes_[column].to = id;
        return column;
    }

    std::size_t free_column(std::size_t from) {
        for (std::size_t i = from; i < lanes_.size(); ++i)
            if (lanes_[i].to.empty())
                return i;
        lanes_.emplace_back();
        return lanes_.size() - 1;
    }

    /// Lanes that lead to the same revision come together above it.
    void join_lanes(std::string const& id, std::size_t column) {
        auto cells = vertical_cells();
        bool joined = false;
        for (std::size_t i = column + 1; i < lanes_.size(); ++i) {
            if (lanes_[i].to != id)
                continue;
            connect(cells, column, i, lanes_[i].style);
            cells[i].sides &= ~down;
            joined = true;
        }
        if (!joined)
            return;
        for (std::size_t i = column + 1; i < lanes_.size(); ++i)
            if (lanes_[i].to == id)
                lanes_[i] = {};
        rows_.push_back({std::move(cells), nullptr, 0});
    }

    /// The first link goes on in the revision's own lane; the others go over to lanes of theirs.
    void open_lanes(std::size_t column, std::vector<lane_link> const& links) {
        if (links.empty())
            return;
        lanes_[column] = {links.front().to, links.front().style};

        struct crossing {
            std::size_t to;
            link_style style;
            bool opened;
        };

        std::vector<crossing> crossings;
        for (std::size_t i = 1; i < links.size(); ++i) {
            auto const same = std::ranges::find_if(lanes_, [&](lane const& one) {
                return one.to == links[i].to && one.style == links[i].style;
            });
            bool const opened = same == lanes_.end();
            auto const to = opened ? free_column(column + 1) : static_cast<std::size_t>(same - lanes_.begin());
            lanes_[to] = {links[i].to, links[i].style};
            crossings.push_back({to, links[i].style, opened});
        }
        if (crossings.empty())
            return;
        auto cells = vertical_cells();
        for (auto const& one : crossings) {
            connect(cells, column, one.to, one.style);
            if (one.opened)
                cells[one.to].sides &= ~up;
        }
        rows_.push_back({std::move(cells), nullptr, 0});
    }

    [[nodiscard]] std::vector<cell> vertical_cells() const {
        std::vector<cell> cells(lanes_.size());
        for (std::size_t i = 0; i < lanes_.size(); ++i)
            if (!lanes_[i].to.empty())
                cells[i] = {up | down, lanes_[i].style == link_style::dotted, false, false};
        return cells;
    }

    static void connect(std::vector<cell>& cells, std::size_t from, std::size_t to, link_style style) {
        auto const first = std::min(from, to);
        auto const last = std::max(from, to);
        bool const dotted = style == link_style::dotted;
        for (std::size_t i = first; i < last; ++i) {
            cells[i].gap_dotted = dotted && (!cells[i].gap_line || cells[i].gap_dotted);
            cells[i].gap_line = true;
            cells[i].sides |= right;
            if (i != first) {
                cells[i].dotted = dotted && (cells[i].sides & (up | down)) == 0;
                cells[i].sides |= left;
            }
        }
        cells[last].sides |= left;
    }

    std::set<std::string> drawn_;
    std::vector<lane> lanes_;
    std::vector<row> rows_;
};

// Wider drawings keep their text beside the row's own lanes.
constexpr std::size_t widest_aligned = 12;

// Shorter says nothing; the terminal may wrap instead.
constexpr std::size_t least_message = 16;

std::size_t aligned_columns(std::vector<row> const& rows) {
    std::size_t columns = 0;
    for (auto const& one : rows)
        if (one.node != nullptr)
            columns = std::max(columns, one.cells.size());
    return std::min(columns, widest_aligned);
}

std::string render_row(row const& one, std::size_t columns, terminal const& look) {
    std::string text;
    std::size_t const end = one.node == nullptr ? one.cells.size() : std::max(columns, one.cells.size());
    for (std::size_t i = 0; i < end; ++i) {
        cell const shown = i < one.cells.size() ? one.cells[i] : cell{};
        if (one.node != nullptr && i == one.column)
            text += paint(look, style_of(*one.node), symbol_of(*one.node, look.unicode));
        else
            text += shown.sides == 0 ? " " : paint(look, style_of_lane(i), glyph(shown, look.unicode));
        text += shown.gap_line ? paint(look, style_of_lane(i + 1), gap_glyph(shown, look.unicode)) : " ";
    }
    if (one.node == nullptr)
        return text.substr(0, text.find_last_not_of(' ') + 1);
    text += " " + one.node->text;
    if (one.node->message.empty())
        return text;
    std::size_t const used = visible_width(text) + 2;
    std::size_t const room =
        look.width == 0 ? one.node->message.size() : look.width - std::min<std::size_t>(look.width, used);
    return text + "  " + clip(one.node->message, std::max(room, least_message), look.unicode);
}

} // namespace

std::string lane_legend(terminal const& look) {
    constexpr std::pair<revision_state, std::string_view> states[] = {
        {revision_state::current, "current"},
        {revision_state::applied, "applied"},
        {revision_state::pending, "pending"}};
    std::string text;
    for (auto const& [state, meaning] : states) {
        lane_node shown;
        shown.state = state;
        text += (text.empty() ? "" : "   ") + paint(look, style_of(shown), symbol_of(shown, look.unicode)) + " ";
        text += paint(look, style::dim, meaning);
    }
    return text;
}

std::vector<std::string> draw_lanes(std::vector<lane_node> const& nodes, terminal const& look) {
    lane_board const board{nodes};
    auto const columns = aligned_columns(board.rows());
    std::vector<std::string> lines;
    lines.reserve(board.rows().size());
    for (auto const& one : board.rows())
        lines.push_back(render_row(one, columns, look));
    return lines;
}

} // namespace alembicore::cli
