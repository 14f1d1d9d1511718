#include "lanes.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <set>

namespace alembicore::cli {

namespace {

constexpr terminal ascii{};
constexpr terminal unicode{.interactive = true, .colour = false, .unicode = true, .width = 80};

lane_node node(std::string id, std::vector<std::string> parents, std::vector<std::string> needed = {}) {
    lane_node made;
    made.id = id;
    for (auto const& parent : parents)
        made.links.push_back({parent, link_style::solid});
    for (auto const& other : needed)
        made.links.push_back({other, link_style::dotted});
    made.text = id;
    return made;
}

std::string drawing(std::vector<lane_node> const& nodes, terminal const& look) {
    std::string text = "\n";
    for (auto const& line : draw_lanes(nodes, look))
        text += line + "\n";
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(lanes)

BOOST_AUTO_TEST_CASE(a_line_of_revisions_takes_one_row_each) {
    BOOST_TEST(drawing({node("c", {"b"}), node("b", {"a"}), node("a", {})}, unicode) == R"(
•  c
•  b
•  a
)");
}

BOOST_AUTO_TEST_CASE(a_branch_and_its_merge_make_a_bubble) {
    std::vector<lane_node> const nodes{node("m", {"b", "c"}), node("b", {"a"}), node("c", {"a"}), node("a", {})};
    BOOST_TEST(drawing(nodes, unicode) == R"(
•    m
├─╮
• │  b
│ •  c
├─╯
•    a
)");
    BOOST_TEST(drawing(nodes, ascii) == R"(
*    m
|-.
* |  b
| *  c
|-'
*    a
)");
}

BOOST_AUTO_TEST_CASE(a_merge_of_three_opens_two_lanes_at_once) {
    BOOST_TEST(
        drawing(
            {node("m", {"b", "c", "d"}), node("d", {"a"}), node("c", {"a"}), node("b", {"a"}), node("a", {})}, unicode
        ) ==
        R"(
•      m
├─┬─╮
│ │ •  d
│ • │  c
• │ │  b
├─┴─╯
•      a
)"
    );
}

BOOST_AUTO_TEST_CASE(what_a_revision_depends_on_is_dotted) {
    std::vector<lane_node> const nodes{node("b2", {"b1"}, {"a1"}), node("b1", {}), node("a2", {"a1"}), node("a1", {})};
    BOOST_TEST(drawing(nodes, unicode) == R"(
•    b2
├┄╮
• ┊  b1
• ┊  a2
├┄╯
•    a1
)");
    BOOST_TEST(drawing(nodes, ascii) == R"(
*    b2
|~.
* :  b1
* :  a2
|~'
*    a1
)");
}

BOOST_AUTO_TEST_CASE(a_second_way_to_a_parent_joins_the_lane_that_is_there) {
    BOOST_TEST(
        drawing({node("x", {"a"}), node("m", {"b", "a"}), node("b", {}), node("a", {})}, unicode) ==
        R"(
•    x
│ •  m
├─┤
│ •  b
•    a
)"
    );
}

BOOST_AUTO_TEST_CASE(a_line_crosses_the_lanes_between) {
    BOOST_TEST(
        drawing(
            {node("h", {"a"}), node("i", {"b"}), node("j", {"c", "a"}), node("c", {}), node("b", {}), node("a", {})},
            unicode
        ) == R"(
•      h
│ •    i
│ │ •  j
├─┼─┤
│ │ •  c
│ •    b
•      a
)"
    );
}

BOOST_AUTO_TEST_CASE(links_to_revisions_that_are_not_shown_are_left_out) {
    BOOST_TEST(drawing({node("c", {"b"}), node("b", {"a"})}, unicode) == R"(
•  c
•  b
)");
}

BOOST_AUTO_TEST_CASE(each_state_has_a_shape_of_its_own) {
    std::vector<lane_node> nodes(6, node("a", {}));
    nodes[1].state = revision_state::pending;
    nodes[2].state = revision_state::applied;
    nodes[3].state = revision_state::current;
    nodes[4].ghost = true;
    nodes[5].broken = true;
    for (auto const& look : {ascii, unicode}) {
        std::set<std::string> shapes;
        for (auto const& one : nodes)
            shapes.insert(draw_lanes({one}, look).front());
        BOOST_TEST(shapes.size() == nodes.size());
    }
}

BOOST_AUTO_TEST_CASE(messages_are_cut_to_the_width_of_the_terminal) {
    auto shown = node("a", {});
    shown.message = "a message that is longer than the terminal is wide";
    terminal narrow = unicode;
    narrow.width = 30;
    BOOST_TEST(draw_lanes({shown}, narrow).front() == "•  a  a message that is longe…");
    BOOST_TEST(draw_lanes({shown}, ascii).front() == "*  a  " + shown.message);
}

BOOST_AUTO_TEST_CASE(colours_change_no_character) {
    std::vector<lane_node> const nodes{node("m", {"b", "a"}), node("b", {"a"}), node("a", {})};
    terminal coloured = unicode;
    coloured.colour = true;
    std::string const painted = drawing(nodes, coloured);
    std::string bare;
    for (std::size_t i = 0; i < painted.size(); ++i)
        if (painted[i] == '\x1b')
            i = painted.find('m', i);
        else
            bare += painted[i];
    BOOST_TEST(painted != bare);
    BOOST_TEST(bare == drawing(nodes, unicode));
}

BOOST_AUTO_TEST_CASE(every_revision_of_a_random_history_has_one_row_and_no_lane_is_lost) {
    unsigned const seed = std::random_device{}();
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937 random{seed};
    for (int round = 0; round < 200; ++round) {
        std::vector<lane_node> nodes;
        std::size_t const count = 1 + random() % 20;
        for (std::size_t i = 0; i < count; ++i) {
            std::set<std::string> parents;
            for (std::size_t links = random() % 4; links > 0 && i + 1 < count; --links)
                parents.insert("r" + std::to_string(i + 1 + random() % (count - i - 1)));
            nodes.push_back(node("r" + std::to_string(i), {parents.begin(), parents.end()}));
        }
        BOOST_TEST_CONTEXT("seed " << seed << " round " << round << drawing(nodes, unicode)) {
            auto const lines = draw_lanes(nodes, ascii);
            std::size_t rows = 0;
            for (auto const& line : lines)
                rows += line.find('*') == std::string::npos ? 0 : 1;
            BOOST_TEST(rows == count);
            // All lanes have ended: the last row shows its revision and nothing else.
            BOOST_TEST(lines.back().find_first_of("|-'.+:~") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
