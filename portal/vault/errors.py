"""What can go wrong in the vault. No message ever quotes a value, a key or a ciphertext."""


class VaultError(Exception):
    """Sealed data could not be opened, or was about to be written in a way nobody could open."""


class UnknownKey(VaultError):
    """It was sealed with a key the settings do not hold."""


class Damaged(VaultError):
    """It was changed, cut short, or belongs to another row, column or file."""
