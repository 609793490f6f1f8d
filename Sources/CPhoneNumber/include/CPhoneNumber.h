#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Where the country code of a number that was read came from.
typedef enum {
    CPN_SOURCE_PLUS = 1,
    CPN_SOURCE_INTERNATIONAL_PREFIX = 2,
    CPN_SOURCE_WITHOUT_PLUS = 3,
    CPN_SOURCE_DEFAULT_REGION = 4
} cpn_source;

/// What a number is for.
typedef enum {
    CPN_KIND_OTHER = 0,
    CPN_KIND_MOBILE = 1,
    CPN_KIND_FIXED_LINE = 2,
    CPN_KIND_FIXED_LINE_OR_MOBILE = 3,
    CPN_KIND_VOIP = 4
} cpn_kind;

/// A number that is valid by the plan of its country.
typedef struct {
    char e164[24];          ///< '+' and digits, ends with NUL
    char region[4];         ///< ISO 3166-1 alpha-2, or "001" for non-geographic codes; ends with NUL
    int country_code;       ///< ITU-T E.164 country code
    cpn_source source;
    cpn_kind kind;
} cpn_number;

/// Reads `length` bytes as dialled in `region` ("ZZ": only with '+'). 1 and `out` filled for a valid number; else 0.
int cpn_read(const char *text, size_t length, const char *region, cpn_number *out);

/// The country code of a region; 0 where there is none.
int cpn_country_code(const char *region);

/// 1 if numbers of this region are dialled with a national (trunk) prefix, else 0.
int cpn_has_national_prefix(const char *region);

/// An example mobile number of the region in E.164; 1, or 0 where there is none.
int cpn_example_mobile(const char *region, cpn_number *out);

/// A valid number as it is dialled within its country, digits only; 1, or 0 where it does not fit `capacity`.
int cpn_national_form(const char *e164, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif
