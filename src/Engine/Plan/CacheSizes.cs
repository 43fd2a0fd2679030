using System.Globalization;

namespace Ronchi.Engine.Plan;

/// <summary>Caches of the processor, as the operating system tells them.</summary>
public static class CacheSizes
{
    private const long UsualSecondLevel = 1 << 20;
    private const long UsualThirdLevel = 32 << 20;
    private static readonly Lazy<(long Second, long Third)> Sizes = new(Read);

    /// <summary>Second-level cache of one core in bytes; 1 MiB where it is not told.</summary>
    public static long SecondLevel => Sizes.Value.Second;

    /// <summary>Third-level cache in bytes, shared by all cores; 32 MiB where it is not told.</summary>
    public static long ThirdLevel => Sizes.Value.Third;

    /// <summary>
    /// Bytes of a tile that stays in a core's cache beside the tables of a UDF: a quarter of the second level, and no more than the core's
    /// part of the third.
    /// </summary>
    /// <param name="workers">Cores that share the third level.</param>
    public static long TileBytes(int workers) =>
        Math.Clamp(Math.Min(SecondLevel / 4, ThirdLevel / Math.Max(workers, 1) / 2), 64 << 10, 1 << 20);

    private static (long, long) Read()
    {
        long second = UsualSecondLevel, third = UsualThirdLevel;
        const string folder = "/sys/devices/system/cpu/cpu0/cache";
        try
        {
            foreach (var index in Directory.Exists(folder) ? Directory.GetDirectories(folder, "index*") : [])
            {
                var level = File.ReadAllText(Path.Combine(index, "level")).Trim();
                if (Parse(File.ReadAllText(Path.Combine(index, "size")).Trim()) is not { } size)
                    continue;
                if (level == "2")
                    second = size;
                else if (level == "3")
                    third = size;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A system that does not tell has the usual sizes.
        }

        return (second, third);
    }

    private static long? Parse(string text)
    {
        var unit = text.EndsWith('K') ? 1L << 10 : text.EndsWith('M') ? 1L << 20 : 1;
        return long.TryParse(unit == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number * unit
            : null;
    }
}
