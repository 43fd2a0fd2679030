using System.Globalization;
using Ronchi.Fuzz;

if (args is ["--minutes", var minutes] && double.TryParse(minutes, CultureInfo.InvariantCulture, out var limit))
{
    // A long run: every target in turn, with new seeds until the time is over. The seeds are printed, so any fault can be had again.
    var end = DateTime.UtcNow.AddMinutes(limit);
    for (var seed = (ulong)DateTime.UtcNow.Ticks; DateTime.UtcNow < end; seed++)
    {
        foreach (var target in KnownTargets.All.Keys)
        {
            if (Parent.Run(FuzzOptions.Parse([target, "--seed", seed.ToString(CultureInfo.InvariantCulture), "--iterations", "200000"])!)
                != 0)
                return 1;
        }
    }

    return 0;
}

if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine($"{FuzzOptions.Usage}; targets: {string.Join(", ", KnownTargets.All.Keys)}");
    return 2;
}

return options.ProgressPath is null ? Parent.Run(options) : Child.Run(options);
