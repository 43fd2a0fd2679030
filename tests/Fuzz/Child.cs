namespace Ronchi.Fuzz;

/// <summary>Runs iterations in this process; a fault ends it.</summary>
internal static class Child
{
    public static int Run(FuzzOptions options)
    {
        using var target = KnownTargets.All[options.Target]();
        using var progress = new Progress(options.ProgressPath!);
        var corpus = Directory.Exists(options.Corpus)
            ? Directory.GetFiles(options.Corpus).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList()
            : [];
        for (var i = 0; i < corpus.Count; i++)
        {
            progress.Iteration = -1 - i;
            var unchanged = new FuzzRandom(options.Seed, -1 - i);
            target.Run(corpus[i], ref unchanged);
        }

        if (target.Seeds.Count == 0 && corpus.TrueForAll(static input => input.Length == 0))
        {
            Console.Error.WriteLine($"There is nothing to start from: no seed, and no file in {options.Corpus}.");
            return 1;
        }

        IReadOnlyList<byte[]> seeds = [.. target.Seeds, .. corpus.Where(static input => input.Length > 0)];
        var room = new byte[Mutation.Room(seeds)];
        for (var iteration = options.First; iteration < options.First + options.Iterations; iteration++)
        {
            progress.Iteration = iteration;
            var random = new FuzzRandom(options.Seed, iteration);
            var input = Mutation.Make(seeds, ref random, room, target.HeadBytes);
            if (options.SaveInput is { } path)
                File.WriteAllBytes(path, input.ToArray());
            target.Run(input, ref random);
        }

        return 0;
    }
}
