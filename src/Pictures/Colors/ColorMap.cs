namespace Ronchi.Pictures;

/// <summary>Colours for numbers between 0 and 1: 256 steps.</summary>
public sealed class ColorMap
{
    private readonly Lazy<byte[]> _table;

    private ColorMap(string name, Func<byte[]> table, ColorMapKind kind = ColorMapKind.Sequential)
    {
        Name = name;
        Kind = kind;
        _table = new(table);
    }

    /// <summary>Black to white.</summary>
    public static ColorMap Gray { get; } = new("gray", static () =>
    {
        var table = new byte[768];
        for (var i = 0; i < table.Length; i++)
            table[i] = (byte)(i / 3);
        return table;
    });

    /// <summary>Dark violet through green to yellow; steps look equal, also to the colour-blind.</summary>
    public static ColorMap Viridis { get; } = new("viridis", static () => Convert.FromBase64String(ColorMapTables.Viridis));

    /// <summary>Black through red to pale yellow.</summary>
    public static ColorMap Inferno { get; } = new("inferno", static () => Convert.FromBase64String(ColorMapTables.Inferno));

    /// <summary>Black through purple to pale yellow.</summary>
    public static ColorMap Magma { get; } = new("magma", static () => Convert.FromBase64String(ColorMapTables.Magma));

    /// <summary>Blue to yellow; nearly the same with any colour vision.</summary>
    public static ColorMap Cividis { get; } = new("cividis", static () => Convert.FromBase64String(ColorMapTables.Cividis));

    /// <summary>A smooth rainbow: shows detail, but steps do not look equal.</summary>
    public static ColorMap Turbo { get; } = new("turbo", static () => Convert.FromBase64String(ColorMapTables.Turbo));

    /// <summary>ColorBrewer's RdBu: red below, blue above a nearly white middle.</summary>
    public static ColorMap RedBlue { get; } = new("rdbu", BrewerTables.RedBlue, ColorMapKind.Diverging);

    /// <summary>Dark blue through magenta and orange to yellow.</summary>
    public static ColorMap Plasma { get; } = new("plasma", static () => Convert.FromBase64String(ColorMapTables.Plasma));

    /// <inheritdoc cref="FormulaTables.Hot"/>
    public static ColorMap Hot { get; } = new("hot", FormulaTables.Hot);

    /// <inheritdoc cref="FormulaTables.Bone"/>
    public static ColorMap Bone { get; } = new("bone", FormulaTables.Bone);

    /// <inheritdoc cref="FormulaTables.Copper"/>
    public static ColorMap Copper { get; } = new("copper", FormulaTables.Copper);

    /// <inheritdoc cref="FormulaTables.Cubehelix"/>
    public static ColorMap Cubehelix { get; } = new("cubehelix", FormulaTables.Cubehelix);

    /// <summary>ColorBrewer's YlGnBu: pale yellow to dark blue.</summary>
    public static ColorMap YellowBlue { get; } = new("ylgnbu", BrewerTables.YellowBlue);

    /// <summary>ColorBrewer's YlOrRd: pale yellow to dark red.</summary>
    public static ColorMap YellowRed { get; } = new("ylorrd", BrewerTables.YellowRed);

    /// <summary>ColorBrewer's Blues: white to dark blue.</summary>
    public static ColorMap Blues { get; } = new("blues", BrewerTables.Blue);

    /// <summary>ColorBrewer's PuOr: orange below, purple above.</summary>
    public static ColorMap OrangePurple { get; } = new("puor", BrewerTables.OrangePurple, ColorMapKind.Diverging);

    /// <summary>ColorBrewer's PiYG: pink below, green above.</summary>
    public static ColorMap PinkGreen { get; } = new("piyg", BrewerTables.PinkGreen, ColorMapKind.Diverging);

    /// <summary>ColorBrewer's BrBG: brown below, teal above.</summary>
    public static ColorMap BrownTeal { get; } = new("brbg", BrewerTables.BrownTeal, ColorMapKind.Diverging);

    /// <summary>ColorBrewer's PRGn: purple below, green above.</summary>
    public static ColorMap PurpleGreen { get; } = new("prgn", BrewerTables.PurpleGreen, ColorMapKind.Diverging);

    /// <inheritdoc cref="FormulaTables.BlueWhiteRed"/>
    public static ColorMap BlueWhiteRed { get; } = new("bwr", FormulaTables.BlueWhiteRed, ColorMapKind.Diverging);

    /// <summary>Moreland's: blue below, red above a light gray middle; no edge at the middle.</summary>
    public static ColorMap Coolwarm { get; } = new(
        "coolwarm", static () => Convert.FromBase64String(DivergingTables.Coolwarm), ColorMapKind.Diverging);

    /// <summary>White through blue, black and red back to white: for phases.</summary>
    public static ColorMap Twilight { get; } = new(
        "twilight", static () => Convert.FromBase64String(CyclicTables.Twilight), ColorMapKind.Cyclic);

    /// <summary>All hues at equal lightness, beginning and ending with red: for directions. See <see cref="HueWheel"/>.</summary>
    public static ColorMap Hue { get; } = new("hue", HueWheel.Table, ColorMapKind.Cyclic);

    /// <summary>All maps.</summary>
    public static IReadOnlyList<ColorMap> All { get; } = 
    [
        Gray, Viridis, Inferno, Magma, Plasma, Cividis, Turbo, Hot, Bone, Copper, Cubehelix, YellowBlue, YellowRed, Blues,
        RedBlue, Coolwarm, OrangePurple, PinkGreen, BrownTeal, PurpleGreen, BlueWhiteRed, Twilight, Hue,
    ];

    /// <summary>Name, in lower case.</summary>
    public string Name { get; }

    /// <summary>What the order of its colours stands for.</summary>
    public ColorMapKind Kind { get; }

    /// <summary>
    /// The colour of NaN: one that does not occur in the map. Teal or red beside maps that have white, dark gray beside maps with a pale
    /// middle or begin, else white.
    /// </summary>
    public ReadOnlySpan<byte> NotANumber =>
        this == Gray || this == Hot ? [0, 128, 128]
        : this == Bone || this == Cubehelix ? [255, 0, 0]
        : Kind != ColorMapKind.Sequential || this == YellowBlue || this == YellowRed || this == Blues ? [64, 64, 64]
        : [255, 255, 255];

    /// <summary>256 colours, each red, green, blue.</summary>
    public ReadOnlySpan<byte> Table => _table.Value;

    /// <summary>The map called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static ColorMap Named(string name) =>
        All.FirstOrDefault(map => string.Equals(map.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"There is no colour map '{name}': {string.Join(", ", All.Select(static map => map.Name))}.", nameof(name));
}
