#include "sql/offline.hpp"

#include <boost/algorithm/string/replace.hpp>
#include <boost/algorithm/string/trim.hpp>

namespace alembicore::sql {

std::string render_offline(std::string_view text, percent style) {
    std::string rendered = boost::algorithm::replace_all_copy(std::string{text}, "\t", "    ");
    boost::algorithm::trim_if(rendered, boost::algorithm::is_any_of(std::string_view{" \n\r\f\v\x1c\x1d\x1e\x1f"}));
    if (style == percent::doubled)
        boost::algorithm::replace_all(rendered, "%", "%%");
    return rendered + ';';
}

} // namespace alembicore::sql
