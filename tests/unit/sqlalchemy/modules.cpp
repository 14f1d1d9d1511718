// The modules that revisions import: every signature in them is read only when it is used, so all are read here.
#include "sqlalchemy/modules.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sqlalchemy {

namespace {

void read_signature(python::value const& item) {
    if (auto const function = item.as<python::native_function>())
        static_cast<void>(function->declared());
    if (auto const type = item.as<python::native_type>())
        static_cast<void>(type->declared());
}

} // namespace

BOOST_AUTO_TEST_SUITE(modules)

BOOST_AUTO_TEST_CASE(every_signature_is_well_formed) {
    for (auto const& [dotted, module] : revision_modules().modules())
        for (auto const& [name, item] : module->names())
            BOOST_TEST_CONTEXT(dotted << '.' << name)
    BOOST_CHECK_NO_THROW(read_signature(item));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
