namespace Ronchi.Signals;

/// <summary>One value for each key: the same one for equal keys, as long as somebody has it.</summary>
/// <typeparam name="TKey">Equal by content.</typeparam>
/// <typeparam name="TValue">It goes with the last one who has it, if it is not kept.</typeparam>
internal sealed class OneOfEach<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, WeakReference<TValue>> _values = [];
    private readonly HashSet<TValue> _kept = [];

    /// <summary>Those that somebody has.</summary>
    public IReadOnlyList<TValue> There
    {
        get
        {
            lock (_gate)
                return [.. _values.Values.Select(static value => value.TryGetTarget(out var there) ? there : null).OfType<TValue>()];
        }
    }

    /// <summary>Those that stay although nobody has them.</summary>
    public IReadOnlyList<TValue> Kept
    {
        get
        {
            lock (_gate)
                return [.. _kept];
        }
    }

    /// <summary>The value of a key; it is made where nobody has one.</summary>
    /// <param name="key">What belongs to it.</param>
    /// <param name="make">Called while others wait: it is short.</param>
    public TValue Of(TKey key, Func<TValue> make)
    {
        lock (_gate)
        {
            if (_values.TryGetValue(key, out var known) && known.TryGetTarget(out var there))
                return there;
            foreach (var (gone, _) in _values.Where(static pair => !pair.Value.TryGetTarget(out _)).ToList())
                _values.Remove(gone);   // somebody had them for a moment
            var made = make();
            _values[key] = new(made);
            return made;
        }
    }

    /// <summary>Lets a value stay when nobody has it any longer.</summary>
    public void Keep(TValue value)
    {
        lock (_gate)
            _kept.Add(value);
    }
}
