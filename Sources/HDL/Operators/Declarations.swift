// Dotted operators, Swift's own spelling of "element-wise", on distinct types. Measured on Swift
// 6.3: 20 operands check in some 20 ms and a wrong operand gets an exact message, where plain `+`
// on our types ends in "unable to type-check this expression". `Tests/HDLTests/WrongCode` pins it.
// `.== .!= .< .<= .> .>= .& .| .^ .!` are declared by the standard library.

/// Sum, one bit wider than the wider operand.
infix operator .+ : AdditionPrecedence
/// Difference, signed, one bit wider than the wider operand.
infix operator .- : AdditionPrecedence
/// Product, as wide as both operands together.
infix operator .* : MultiplicationPrecedence
/// Sum modulo 2 to the width of the operands, which must be equal.
infix operator .&+ : AdditionPrecedence
/// Difference modulo 2 to the width of the operands, which must be equal.
infix operator .&- : AdditionPrecedence
/// Shift towards the most significant bit; the result is wider by the largest amount.
infix operator .<< : BitwiseShiftPrecedence
/// Shift towards the least significant bit. By a number the result is narrower by it; by a value
/// it keeps its width.
infix operator .>> : BitwiseShiftPrecedence
