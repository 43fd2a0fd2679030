using System.Globalization;

namespace Ronchi.Fuzz;

/// <summary>What is run.</summary>
/// <param name="Target">One of <see cref="KnownTargets"/>.</param>
/// <param name="Seed">Chooses the mutations.</param>
/// <param name="First">Number of the first iteration.</param>
/// <param name="Iterations">How many.</param>
/// <param name="Corpus">Folder of kept inputs, which are run first and mutated too.</param>
/// <param name="SaveInput">Writes each input to this file before it is run.</param>
/// <param name="ProgressPath">For children: where to tell the iteration.</param>
internal sealed record FuzzOptions(
    string Target, ulong Seed, long First, long Iterations, string Corpus, string? SaveInput, string? ProgressPath)
{
    public const string Usage =
        "usage: Ronchi.Fuzz TARGET [--iterations N] [--seed S] [--first N] [--corpus FOLDER] [--save FILE] | Ronchi.Fuzz --minutes M";

    /// <summary>Reads a command line; null when it is none.</summary>
    public static FuzzOptions? Parse(string[] arguments)
    {
        if (arguments.Length == 0 || !KnownTargets.All.ContainsKey(arguments[0]) || arguments.Length % 2 == 0)
            return null;
        var options = new FuzzOptions(
            arguments[0], 1, 0, 100_000, Path.Combine(AppContext.BaseDirectory, "Corpus", arguments[0]), null, null);
        for (var i = 1; i < arguments.Length; i += 2)
        {
            var value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--seed" => options with { Seed = ulong.Parse(value, CultureInfo.InvariantCulture) },
                "--first" => options with { First = long.Parse(value, CultureInfo.InvariantCulture) },
                "--iterations" => options with { Iterations = long.Parse(value, CultureInfo.InvariantCulture) },
                "--corpus" => options with { Corpus = value },
                "--save" => options with { SaveInput = value },
                "--progress" => options with { ProgressPath = value },
                _ => null!,
            };
            if (options is null)
                return null;
        }

        return options;
    }

    public IEnumerable<string> ChildArguments()
    {
        string[] arguments =
        [
            Target, "--seed", Seed.ToString(CultureInfo.InvariantCulture), "--first", First.ToString(CultureInfo.InvariantCulture),
            "--iterations", Iterations.ToString(CultureInfo.InvariantCulture), "--corpus", Corpus, "--progress", ProgressPath!,
        ];
        return SaveInput is null ? arguments : [.. arguments, "--save", SaveInput];
    }
}
