// A query as a command or a few lines that ask it from elsewhere.

const LANGUAGES = {
  curl: (query, endpoint) =>
    `curl '${endpoint}' \\\n  --header 'Accept: text/csv' \\\n  --data-urlencode 'query=${query.replaceAll("'", "'\\''")}'\n`,
  python: (query, endpoint) => {
    const text = query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"');
    return `import csv
from urllib.parse import urlencode
from urllib.request import Request, urlopen

query = """
${text.replace(/"$/, '\\"')}
"""
request = Request(
    "${endpoint}",
    data=urlencode({"query": query}).encode(),
    headers={"Accept": "text/csv"},
)
with urlopen(request) as response:
    rows = list(csv.DictReader(response.read().decode().splitlines(keepends=True)))
print(len(rows), "rows")
`;
  },
  r: (query, endpoint) => `library(httr2)

query <- ${JSON.stringify(query)}
answer <- request("${endpoint}") |>
  req_headers(Accept = "text/csv") |>
  req_body_form(query = query) |>
  req_perform()
rows <- read.csv(text = resp_body_string(answer))
`,
};

/** Put text on the clipboard; whether that is allowed here. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
