"""What a facilitator reads about what cannot be used: why, and the way out, in French and English."""

from exchange.decp.doubts import Wording

_RESUME = Wording(
    " Ce qui précède a été lu. Demandez un fichier complet à l'éditeur et importez-le à nouveau :"
    " rien ne sera importé deux fois.",
    " What comes before was read. Ask the publisher for a complete file and import it again:"
    " nothing is imported twice.",
)
_EXPECTED = Wording(
    " Importez le fichier DECP au format JSON ou XML.",
    " Import the DECP file in its JSON or XML form.",
)

REJECTIONS: dict[str, Wording] = {
    "not_an_object": Wording(
        "Ce n'est pas un contrat mais « {value} ». Corrigez cet élément du fichier.",
        "This is not a contract but “{value}”. Correct this element of the file.",
    ),
    "too_big": Wording(
        "Ce contrat est trop volumineux pour en être un. Vérifiez que ses crochets et balises sont fermés.",
        "This contract is too big to be one. Verify that its brackets and tags are closed.",
    ),
    "identifier_missing": Wording(
        "Le contrat n'a pas d'identifiant (« id »). Demandez-le à l'acheteur, complétez le fichier et"
        " importez-le à nouveau.",
        "The contract has no identifier (“id”). Ask the buyer, complete the file and import it again.",
    ),
    "buyer_missing": Wording(
        "Le contrat n'a pas d'acheteur identifié (« acheteur.id »). Retrouvez son SIRET, complétez le"
        " fichier et importez-le à nouveau.",
        "The contract has no identified buyer (“acheteur.id”). Find its SIRET, complete the file and"
        " import it again.",
    ),
    "unexpected": Wording(
        "Ce contrat n'a pas pu être lu ({value}). Saisissez-le à la main et signalez le fichier.",
        "This contract could not be read ({value}). Enter it by hand and report the file.",
    ),
    "cut": Wording(
        "Le fichier est coupé à la ligne {line} (octet {byte})." + _RESUME.fr,
        "The file is cut short at line {line} (byte {byte})." + _RESUME.en,
    ),
    "broken_json": Wording(
        "Le JSON n'est plus lisible à partir de la ligne {line} (octet {byte}) : {value}." + _RESUME.fr,
        "The JSON cannot be read from line {line} (byte {byte}) on: {value}." + _RESUME.en,
    ),
    "broken_xml": Wording(
        "Le XML n'est plus lisible à partir de la ligne {line} (octet {byte}) : {value}." + _RESUME.fr,
        "The XML cannot be read from line {line} (byte {byte}) on: {value}." + _RESUME.en,
    ),
    "doctype": Wording(
        "Le XML contient une déclaration DOCTYPE, refusée par sécurité. Retirez-la et importez à nouveau.",
        "The XML holds a DOCTYPE declaration, refused for safety. Remove it and import again.",
    ),
    "no_contract": Wording(
        "Le fichier ne contient ni « marches » ni « marche »." + _EXPECTED.fr,
        "The file holds neither “marches” nor “marche”." + _EXPECTED.en,
    ),
    "empty": Wording(
        "Le fichier est vide. Téléchargez-le à nouveau.", "The file is empty. Download it again."
    ),
    "zip": Wording(
        "C'est une archive compressée. Décompressez-la, puis importez le fichier JSON ou XML trouvé dedans.",
        "This is a compressed archive. Unpack it, then import the JSON or XML file inside.",
    ),
    "gzip": Wording(
        "C'est un fichier compressé (gzip). Décompressez-le, puis importez le fichier JSON ou XML.",
        "This is a compressed (gzip) file. Unpack it, then import the JSON or XML file.",
    ),
    "excel": Wording("C'est un tableur." + _EXPECTED.fr, "This is a spreadsheet." + _EXPECTED.en),
    "pdf": Wording("C'est un document PDF." + _EXPECTED.fr, "This is a PDF document." + _EXPECTED.en),
    "parquet": Wording("C'est un fichier Parquet." + _EXPECTED.fr, "This is a Parquet file." + _EXPECTED.en),
    "html": Wording(
        "C'est une page web, sans doute un message d'erreur enregistré à la place du fichier. Téléchargez-le"
        " à nouveau.",
        "This is a web page, probably an error message saved instead of the file. Download it again.",
    ),
    "unknown": Wording(
        "Ce n'est ni du JSON ni du XML." + _EXPECTED.fr, "This is neither JSON nor XML." + _EXPECTED.en
    ),
}
