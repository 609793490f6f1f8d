#include "CPhoneNumber.h"

// The headers ask whether this is defined at all; Boost is not needed to use the library.
#undef I18N_PHONENUMBERS_USE_BOOST

#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

bool copy(const std::string &text, char *out, size_t capacity) {
    if (text.size() + 1 > capacity) return false;
    std::memcpy(out, text.c_str(), text.size() + 1);
    return true;
}

cpn_source sourceOf(const PhoneNumber &number) {
    switch (number.country_code_source()) {
    case PhoneNumber::FROM_NUMBER_WITH_IDD: return CPN_SOURCE_INTERNATIONAL_PREFIX;
    case PhoneNumber::FROM_NUMBER_WITHOUT_PLUS_SIGN: return CPN_SOURCE_WITHOUT_PLUS;
    case PhoneNumber::FROM_DEFAULT_COUNTRY: return CPN_SOURCE_DEFAULT_REGION;
    default: return CPN_SOURCE_PLUS;
    }
}

cpn_kind kindOf(PhoneNumberUtil::PhoneNumberType type) {
    switch (type) {
    case PhoneNumberUtil::MOBILE: return CPN_KIND_MOBILE;
    case PhoneNumberUtil::FIXED_LINE: return CPN_KIND_FIXED_LINE;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return CPN_KIND_FIXED_LINE_OR_MOBILE;
    case PhoneNumberUtil::VOIP: return CPN_KIND_VOIP;
    default: return CPN_KIND_OTHER;
    }
}

/// 0 for a number that is valid in no plan: it has no type then.
bool fill(const PhoneNumberUtil &util, const PhoneNumber &number, cpn_number *out) {
    const auto type = util.GetNumberType(number);
    if (type == PhoneNumberUtil::UNKNOWN) return false;
    std::string e164, region;
    util.Format(number, PhoneNumberUtil::E164, &e164);
    util.GetRegionCodeForNumber(number, &region);
    out->country_code = number.country_code();
    out->source = sourceOf(number);
    out->kind = kindOf(type);
    return copy(e164, out->e164, sizeof out->e164) && copy(region, out->region, sizeof out->region);
}

}  // namespace

int cpn_read(const char *text, size_t length, const char *region, cpn_number *out) {
    try {
        const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        const auto error = util.ParseAndKeepRawInput(std::string(text, length), region, &number);
        if (error != PhoneNumberUtil::NO_PARSING_ERROR || number.has_extension()) return 0;
        return fill(util, number, out);
    } catch (...) {
        return 0;
    }
}

int cpn_country_code(const char *region) {
    try {
        return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region);
    } catch (...) {
        return 0;
    }
}

int cpn_has_national_prefix(const char *region) {
    try {
        std::string prefix;
        PhoneNumberUtil::GetInstance()->GetNddPrefixForRegion(region, true, &prefix);
        return !prefix.empty();
    } catch (...) {
        return 0;
    }
}

int cpn_example_mobile(const char *region, cpn_number *out) {
    try {
        const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        return util.GetExampleNumberForType(region, PhoneNumberUtil::MOBILE, &number) && fill(util, number, out);
    } catch (...) {
        return 0;
    }
}

int cpn_national_form(const char *e164, char *out, size_t capacity) {
    try {
        const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        if (util.Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return 0;
        std::string national;
        util.Format(number, PhoneNumberUtil::NATIONAL, &national);
        util.NormalizeDigitsOnly(&national);
        return copy(national, out, capacity);
    } catch (...) {
        return 0;
    }
}
