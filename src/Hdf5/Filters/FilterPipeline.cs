using Ronchi.Hdf5.Storage;

namespace Ronchi.Hdf5.Filters;

/// <summary>Undoes a dataset's filters, last first.</summary>
internal sealed class FilterPipeline
{
    // Room for what a filter in the middle adds to data that it cannot compress.
    private const int Slack = 64 * 1024;
    private const int Unsuspicious = 4 << 20;
    private readonly Hdf5Filter[] _steps;
    private readonly uint[][] _parameters;
    private readonly IChunkFilter?[] _filters;

    public FilterPipeline(Hdf5Filter[] steps, ChunkFilters filters)
    {
        _steps = steps;
        _parameters = Array.ConvertAll(steps, step => step.Parameters.ToArray());
        _filters = Array.ConvertAll(steps, step => filters.Find(step.Id));
    }

    public IReadOnlyList<Hdf5Filter> Steps => _steps;

    public bool IsEmpty => _steps.Length == 0;

    /// <summary>The first filter that nobody can undo, by name and number, or null.</summary>
    public string? Missing(uint mask)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            if (!IsSkipped(mask, i) && MissingAt(i) is { } missing)
                return missing;
        }
        return null;
    }

    /// <summary>True when so few stored bytes can decode to so many; small chunks always can.</summary>
    public bool CanExpand(int stored, int decoded, uint mask)
    {
        if (decoded <= Unsuspicious)
            return true;
        double most = stored;
        for (int i = 0; i < _steps.Length; i++)
        {
            if (!IsSkipped(mask, i))
                most *= _filters[i]?.LargestExpansion ?? 1;
        }
        return decoded <= most;
    }

    /// <summary>Fills <paramref name="destination"/> with one decoded chunk.</summary>
    /// <returns>Null, or what is wrong.</returns>
    public string? Decode(ReadOnlySpan<byte> stored, uint mask, Span<byte> destination)
    {
        int first = 0;
        while (first < _steps.Length && IsSkipped(mask, first))
            first++;
        if (first == _steps.Length)
        {
            if (stored.Length != destination.Length)
                return $"it has {stored.Length} bytes, {destination.Length} were expected";
            stored.CopyTo(destination);
            return null;
        }
        Scratch held = default;
        var current = stored;
        try
        {
            for (int i = _steps.Length - 1; i >= first; i--)
            {
                if (IsSkipped(mask, i))
                    continue;
                if (MissingAt(i) is { } missing)
                    return $"it is filtered with {missing}, which is not supported";
                var next = i == first
                    ? default
                    : new Scratch((int)Math.Min((long)destination.Length + (destination.Length / 64) + Slack, Array.MaxLength));
                int written = _filters[i]!.Decode(current, _parameters[i], i == first ? destination : next.Bytes);
                held.Dispose();
                held = next;
                if (written < 0 || (i == first && written != destination.Length))
                    return written < 0
                        ? $"its {_steps[i].Name} data are malformed"
                        : $"its {_steps[i].Name} data give {written} bytes, {destination.Length} were expected";
                current = next.Bytes[..(i == first ? 0 : written)];
            }
            return null;
        }
        finally
        {
            held.Dispose();
        }
    }

    private string? MissingAt(int step) =>
        _filters[step] is not { } filter ? _steps[step].ToString()
        : filter.Obstacle(_parameters[step]) is { } obstacle ? $"{obstacle} ({filter.Id})"
        : null;

    private static bool IsSkipped(uint mask, int step) => step < 32 && ((mask >> step) & 1) != 0;
}
