// One of the workers that look for a proof: ALTCHA's, as it comes.
import "altcha/workers/pbkdf2";
