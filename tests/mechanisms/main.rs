//! Does every mechanism do what its documentation says: presets, levers, stocks, the words of the log,
//! places with several jails, and the page that lists it all.

mod alike;
mod county;
mod coverage;
mod jails;
mod kinds;
mod levers;
mod politics;
mod presets;
mod shared;
mod stocks;
