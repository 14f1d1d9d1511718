// What a project says about agreeing, in its section [alembicore].
#include "config/config_files.hpp"
#include "config/options.hpp"

#include <alembicore/review.hpp>

#include <filesystem>

namespace alembicore::review {

options load_options(settings_request const& request) {
    auto const directory = request.directory.empty() ? std::filesystem::current_path() : request.directory;
    auto const files = config::read_config_files(request, std::filesystem::absolute(directory));
    config::options const own{files.ini, "alembicore", files.pyproject.alembicore};
    options made;
    auto const word = own.text("confirm").value_or("ask");
    if (word != "ask" && word != "require" && word != "off")
        throw own.bad_value("confirm", "'confirm' is '" + word + "'", "write ask, require or off");
    made.consent = word == "off" ? consent::off : word == "require" ? consent::required : consent::asked;
    if (made.consent != consent::off)
        made.lint = lint::load_options(request);
    return made;
}

} // namespace alembicore::review
