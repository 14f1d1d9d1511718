#include "base/process.hpp"

#include <alembicore/diagram.hpp>
#include <alembicore/error.hpp>

namespace alembicore::diagram {

std::string svg(drawing const& of) {
    if (base::find_program("dot").empty())
        throw error{
            errc::child_process_failed,
            "drawing SVG needs Graphviz, whose program `dot` is not installed",
            "install graphviz, or choose dot, mermaid or dbml"};
    base::process_request request;
    request.arguments = {"dot", "-Tsvg"};
    request.input = dot(of);
    request.timeout = std::chrono::minutes{2};
    return base::run_successfully(request).output;
}

} // namespace alembicore::diagram
