# Pairs on standard input, a tab between: how Elixir's Version orders them; ? for what is no version.
IO.stream(:stdio, :line)
|> Stream.map(fn line ->
  case line |> String.trim_trailing("\n") |> String.split("\t") |> Enum.map(&Version.parse/1) do
    [{:ok, a}, {:ok, b}] -> %{lt: "<\n", eq: "=\n", gt: ">\n"}[Version.compare(a, b)]
    _ -> "?\n"
  end
end)
|> Stream.chunk_every(10_000)
|> Enum.each(&IO.write/1)
