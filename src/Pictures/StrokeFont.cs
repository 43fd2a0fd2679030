namespace Ronchi.Pictures;

/// <summary>The letters of pictures, drawn for this project as strokes of a pen so that they stay sharp at any size.</summary>
/// <remarks>
/// A stroke is a row of points, two digits (0–9, a–z) each: x to the right, y down. Capitals stand between y = 4 and the base line 16 (g),
/// small letters begin at 8, tails end at 20 (k). A point behind <c>~</c> is the control point of a quadratic Bézier curve between its
/// neighbours. A blank begins a new stroke; a stroke of one point is a dot.
/// </remarks>
internal static class StrokeFont
{
    /// <summary>Height of a capital letter in units of the drawing.</summary>
    public const int CapHeight = 12;

    private const int BaseLine = 16;
    private const int Gap = 3;
    private const int Blank = 5;
    private const int CurvePieces = 6;
    private const double RaisedSize = 0.6;
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
    private const string Plain = "0123456789−+";
    private const string Missing = "040g6g6404 046g";

    private static readonly Dictionary<char, string> Drawings = Parse(
        """
        ! 040c 0g
        " 0407 3437
        # 341g 745g 0888 0c8c
        $ 76~6444~0407~094a~8b8d~8g4g~1g0e 424i
        % 24~4446~4828~0806~0424 8c~acae~ag8g~6g6e~6c8c 941g
        & 8g28~1444~7467~592a~0b0d~0g3g~7g8b
        ' 0407
        ( 33~060a~0e3h
        ) 03~363a~3e0h
        * 343a 0569 6509
        + 464e 0a8a
        , 1f0i
        - 0b4b
        . 0g
        / 530h
        0 3444~747a~7g4g3g~0g0a~0434
        1 17444g 1g7g
        2 07~0434~7477~790g7g
        3 06~1434~6467~6a3a~7a7d~7g3g~0g0e
        4 5g540c7c
        5 64140a~1838~787c~7g3g~0g0e
        6 64~050c~0g4g~7g7c~7848~080c
        7 04743g
        8 3444~6467~6a4a3a~1a17~1434 3a4a~7a7d~7g4g3g~0g0d~0a3a
        9 1g~7f78~7434~0408~0c3c~7c78
        : 09 0g
        ; 19 1f0i
        < 760a7e
        = 0888 0c8c
        > 067a0e
        ? 06~0434~6467~693b3c 3g
        @ 8b~8868~484b~4d6d~8d8b 888c~8dad~cdca~c464~040b~0i7i9i
        A 0g448g 1c7c
        B 0444~6467~6a4a0a 4a~7a7d~7g4g0g04
        C 86~7444~040a~0g4g~7g8e
        D 0434~848a~8g3g0g04
        E 64040g6g 0a5a
        F 64040g 0a5a
        G 86~7444~040a~0g4g~8g8d8b5b
        H 040g 848g 0a8a
        I 040g
        J 545d~5g2g~0g0e
        K 040g 740b 387g
        L 040g6g
        M 0g045da4ag
        N 0g048g84
        O 4454~949a~9g5g4g~0g0a~0444
        P 0g0444~7477~7a4a0a
        Q 4454~949a~9g5g4g~0g0a~0444 6d9h
        R 0g0444~7477~7a4a0a 4a7g
        S 76~6444~0407~094a~8b8d~8g4g~1g0e
        T 0484 444g
        U 040c~0g4g~8g8c84
        V 044g84
        W 043g649gc4
        X 048g 840g
        Y 044a84 4a4g
        Z 04740g7g
        [ 33030h3h
        \ 035h
        ] 03333h0h
        ^ 083468
        _ 0i7i
        ` 0426
        a 0a~0838~686b6g 6c3c~0c0e~0g2g~6g6d
        b 040g 0c~0838~686c~6g3g~0g0c
        c 69~5838~080c~0g3g~5g6f
        d 646g 6c~6838~080c~0g3g~6g6c
        e 0c6c6b~6838~080c~0g3g~5g6e
        f 54~24272g 0848
        g 686h~6k3k~1k0j 6c~6838~080c~0g3g~6g6c
        h 040g 0c~0838~686b6g
        i 080g 04
        j 282h~2k0k 24
        k 040g 680d 2b6g
        l 040d~0g2g
        m 080g 0b~0838~585b5g 5b~5888~a8abag
        n 080g 0c~0838~686b6g
        o 3848~787c~7g4g3g~0g0c~0838
        p 080k 0c~0838~686c~6g3g~0g0c
        q 686k 6c~6838~080c~0g3g~6g6c
        r 080g 0c~0848
        s 69~5838~080a~0b3c~6d6e~6g3g~1g0f
        t 242d~2g4g 0848
        u 080d~0g3g~6g6c 686g
        v 083g68
        w 083g587ga8
        x 086g 680g
        y 083g 682j~1k0k
        z 08680g6g
        { 43~2326~2a0a~2a2e~2h4h
        | 020i
        } 03~2326~2a4a~2a2e~2h0h
        ~ 0b~184a~7c89
        µ 080k 0c~0g3g~6g6c 686g
        Å 0g448g 1c7c 40~6062~6444~2422~2040
        ° 24~4446~4828~0806~0424
        × 076d 670d
        · 0a
        ± 434b 0787 0f8f
        − 0a8a
        – 0b8b
        … 0g 4g 8g
        Δ 0g448g0g
        ε 69~6838~080a~0c3c~0c0e~0g3g~6g6f
        θ 3444~747a~7g4g3g~0g0a~0434 0a7a
        π 0878 181g 686g
        σ 8838~080c~0g3g~6g6c~6838
        φ 363k 38~080c~0g3g~6g6c~6838
        """);

    /// <summary>All letters that are drawn, without the blank.</summary>
    public static IEnumerable<char> Letters => Drawings.Keys.Concat(Raised);

    /// <summary>How far the next letter stands to the right, in units of the drawing.</summary>
    public static double Advance(char letter)
    {
        if (letter is ' ' or '\u00A0')
            return Blank;
        var drawing = Drawing(letter, out var size);
        var width = 0;
        for (var i = 0; i < drawing.Length; i++)
        {
            if (drawing[i] is ' ' or '~')
                continue;
            width = Math.Max(width, Digit(drawing[i]));
            i++;
        }

        return (width * size) + Gap;
    }

    /// <summary>Appends the strokes of a letter.</summary>
    /// <param name="letter">The letter; one that is not drawn is a crossed box.</param>
    /// <param name="baseLine">Row of the base line, in pixels.</param>
    /// <param name="left">Column of the left edge, in pixels.</param>
    /// <param name="unit">Pixels per unit of the drawing.</param>
    /// <param name="strokes">Takes them.</param>
    public static void Draw(char letter, double baseLine, double left, double unit, List<Segment> strokes)
    {
        if (letter is ' ' or '\u00A0')
            return;
        foreach (var stroke in Drawing(letter, out var size).Split(' '))
        {
            // Raised letters hang from the top of the capitals.
            var raise = (1 - size) * (CapHeight + 1);
            (double Row, double Column)? last = null, control = null;
            for (var i = 0; i < stroke.Length; i += 2)
            {
                var isControl = stroke[i] == '~';
                if (isControl)
                    i++;
                var point = (Row: baseLine + ((((Digit(stroke[i + 1]) - BaseLine) * size) - raise) * unit), Column: left + (Digit(stroke[i]) * size * unit));
                if (isControl)
                {
                    control = point;
                    continue;
                }

                if (last is { } from)
                    Join(from, control, point, strokes);
                else if (stroke.Length == 2)
                    strokes.Add(new(point.Row, point.Column, point.Row, point.Column));
                (last, control) = (point, null);
            }
        }
    }

    private static void Join((double Row, double Column) from, (double Row, double Column)? control, (double Row, double Column) to, List<Segment> strokes)
    {
        var pieces = control is null ? 1 : CurvePieces;
        var bend = control ?? from;
        var last = from;
        for (var i = 1; i <= pieces; i++)
        {
            var t = (double)i / pieces;
            var next = i == pieces ? to : (
                Row: ((1 - t) * (1 - t) * from.Row) + (2 * t * (1 - t) * bend.Row) + (t * t * to.Row),
                Column: ((1 - t) * (1 - t) * from.Column) + (2 * t * (1 - t) * bend.Column) + (t * t * to.Column));
            strokes.Add(new(last.Row, last.Column, next.Row, next.Column));
            last = next;
        }
    }

    private static string Drawing(char letter, out double size)
    {
        var raised = Raised.IndexOf(letter, StringComparison.Ordinal);
        size = raised < 0 ? 1 : RaisedSize;
        return Drawings.GetValueOrDefault(raised < 0 ? letter : Plain[raised], Missing);
    }

    private static int Digit(char digit) => digit <= '9' ? digit - '0' : digit - 'a' + 10;

    private static Dictionary<char, string> Parse(string table) =>
        table.Split('\n').ToDictionary(static line => line[0], static line => line[2..].TrimEnd('\r'));
}
